"""Pictures as SVG, drawn on the server: text stays text, so the reader's browser shapes
it.

Every picture stands beside its table; it is hidden from screen readers, which read the
table.
"""

from sala.figures.charts.bars import bar_chart, paired_bar_chart
from sala.figures.charts.grids import flow_matrix, grade_heatmap
from sala.figures.charts.lines import multi_line_chart, trend_chart
from sala.figures.charts.maps import province_map

__all__ = [
    "bar_chart",
    "flow_matrix",
    "grade_heatmap",
    "multi_line_chart",
    "paired_bar_chart",
    "province_map",
    "trend_chart",
]
