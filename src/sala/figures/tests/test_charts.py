"""Pictures: text stays text, and can be read on a phone."""

import re

from sala.figures import charts

PHONE = 330  # of 360 pixels
LEAST = 10  # pixels that a letter is high


def test_a_name_with_marks_in_it_stays_text_in_a_picture():
    drawn = charts.bar_chart([('<script>"&', 3), ("a|b", 2)])
    assert "<script>" not in drawn
    assert "a|b" in drawn


def test_the_letters_of_a_picture_can_be_read_on_a_phone():
    name = (
        "Cases with a conviction of which it is unclear whether they were trafficking"
    )
    for drawn in (
        charts.bar_chart([(name, 662), ("Cases opened", 26)]),
        charts.trend_chart([(2016, 2_000_000), (2017, None), (2018, 110_250_000)]),
        charts.paired_bar_chart(
            [(name, 662, 665), ("Cases opened", 26, 26)], ("Ours", "Theirs")
        ),
        charts.multi_line_chart(
            {"Laos": [(2017, 86)], "Dominican Republic": [(2017, 150)]}
        ),
    ):
        wide = float(drawn.split('viewBox="0 0 ')[1].split()[0])
        smallest = min(map(float, re.findall(r'font-size="([\d.]+)px"', drawn)))
        assert smallest * min(PHONE / wide, 1) >= LEAST
