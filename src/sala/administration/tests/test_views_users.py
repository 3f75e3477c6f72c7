"""From adding a user to the end of their role."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests import signed_in

from sala.access import actions, notices, queries, tickets
from sala.access.models import LedgerEntry, Membership, User
from sala.access.roles import Role
from sala.kit import clock

pytestmark = pytest.mark.django_db
NEW = {
    "full_name": "Vilay",
    "username": "vilay",
    "agency": "LWU",
    "role": Role.CASE_WORKER.value,
}
PASSWORD = "boat lamp river stone"


@pytest.fixture
def admin(sign_in):
    return sign_in(Role.ADMINISTRATOR)


def link_in(response):
    return re.search(r"/invitation/[^<\s]+", response.content.decode()).group()


@pytest.fixture
def link(admin):
    return link_in(admin.post(reverse("add_user"), NEW))


@pytest.fixture
def number(link, confirm_all):
    """What the second person says, once they have confirmed whom the link is for."""
    assert link
    return confirm_all(User.objects.get(username="vilay"))


def chosen(number, password=PASSWORD, again=None):
    """What is typed at the page behind a link."""
    return {"number": number, "password": password, "again": again or password}


def membership_of(admin_actor, username):
    with admin_actor(Role.ADMINISTRATOR) as by:
        return queries.memberships_of(by=by, username=username)[0]


def test_a_user_is_added_invited_chooses_a_password_works_and_is_out_when_the_role_ends(
    admin,
    link,
    number,
    actor,
    monkeypatch,
):
    newcomer = Client()
    assert newcomer.get(link).status_code == 200
    done = newcomer.post(link, chosen(number))
    assert done.url == "/"
    second = newcomer.get("/", follow=True)
    assert second.redirect_chain == [(reverse("mfa_activate_totp"), 302)]
    assert second.status_code == 200, "the password is typed twice, and not again"

    secret = second.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())  # as it commits
    done = newcomer.post(reverse("mfa_activate_totp"), {"code": code})
    assert done.url == reverse("mfa_view_recovery_codes"), "to be printed"
    assert newcomer.get("/").status_code == 200

    role = membership_of(actor, "vilay")
    page = f"{reverse('show_user', args=['vilay'])}?do=end&role={role.id}"
    assert admin.post(page, {"when": "now"}).status_code == 302
    assert newcomer.get("/").url.startswith(reverse("account_login"))


@pytest.mark.usefixtures("number")
def test_a_role_begun_today_ends_today_at_the_earliest_and_the_page_says_so(
    admin,
    actor,
):
    role = membership_of(actor, "vilay")
    page = f"{reverse('show_user', args=['vilay'])}?do=end&role={role.id}"
    shown = admin.post(page, {"when": "now"}, follow=True)
    with actor(Role.ADMINISTRATOR):
        assert Membership.objects.get(id=role.id).ends_on == role.starts_on
    assert "The last day of the role is" in shown.content.decode()


def test_nothing_is_added_when_the_name_is_taken(admin, actor):
    taken = admin.post(reverse("add_user"), NEW | {"username": "CASE-WORKER.OWN"})
    assert taken.status_code == 200
    assert taken.context["form"].errors["username"]
    with actor(Role.ADMINISTRATOR):
        assert not User.objects.filter(full_name="Vilay").exists()


def test_a_role_is_given_only_in_an_agency_one_administers(admin):
    refused = admin.post(reverse("add_user"), NEW | {"agency": "ATD"})
    assert refused.context["form"].errors["agency"]
    assert not User.objects.filter(username="vilay").exists()


def test_an_invitation_works_once(link, number):
    assert Client().post(link, chosen(number)).status_code == 302
    again = Client().post(link, chosen(number, "other words for a day"))
    assert again.status_code == 404
    assert User.objects.get(username="vilay").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("short", "short", "password"),
        (PASSWORD, "boat", "again"),
        ("password1234",) * 2 + ("password",),
    ],
)
def test_a_poor_password_is_refused_at_its_field(
    link,
    number,
    first,
    second,
    field,
):
    page = Client().post(link, chosen(number, first, second))
    assert page.context["form"].errors[field]
    assert not User.objects.get(username="vilay").has_usable_password()


@pytest.mark.parametrize("wrong", ["/invitation/xx/yy/", "/invitation/AAAA/c-0/", None])
def test_a_link_that_does_not_hold_says_nothing_about_the_user(link, wrong):
    parts = link.split("/")
    parts[3] = "c00000-00000000000000000000000000000000"
    unknown = Client().get(wrong or "/".join(parts))
    known = Client().get("/invitation/MDAwMDAwMDA/c-1/")
    assert unknown.status_code == known.status_code == 404
    strip = re.compile(r'(name="(next|csrfmiddlewaretoken)" value|nonce)="[^"]*"')
    assert strip.sub("", unknown.content.decode()) == strip.sub(
        "",
        known.content.decode(),
    )


def test_the_link_stays_out_of_the_referer_and_of_caches(link):
    page = Client().get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_accepting_signs_out_whoever_used_the_browser_before(link, number, sign_in):
    shared = sign_in(Role.SUPERVISOR)
    shared.post(link, chosen(number))
    now = User.objects.get(id=shared.session["_auth_user_id"])
    assert now.username == "vilay"
    assert shared.get("/people/").url == reverse("mfa_activate_totp")


def test_the_invitation_is_not_in_the_ledger(link, actor):
    token = link.split("/")[3]
    with actor(Role.OVERSIGHT):
        entries = LedgerEntry.objects.filter(action="access.user_invited")
        assert entries.exists()
        assert not any(token in e.detail + e.subject for e in entries)


def test_a_user_of_another_agency_is_not_found(admin):
    assert (
        admin.get(reverse("show_user", args=["case-worker.other"])).status_code == 404
    )
    assert admin.post("/users/case-worker.other/?do=invite").status_code == 404
    assert admin.get("/users/nobody/").status_code == 404


def test_an_administrator_invites_nobody_who_left(actor, user_of):
    with actor(Role.ADMINISTRATOR) as by:
        with pytest.raises(User.DoesNotExist):
            actions.invite_user(by=by, user=user_of(Role.CASE_WORKER, "other"))
        mine = user_of(Role.CASE_WORKER)
        role = queries.memberships_of(by=by, username=mine.username)[0]
        yesterday = queries.database_today() - timedelta(days=1)
        actions.end_role(
            by=by,
            membership=role.id,
            last_day=yesterday,
        )
        with pytest.raises(User.DoesNotExist):
            actions.invite_user(by=by, user=mine)


def test_a_further_role_is_given_and_then_one_is_chosen(
    admin, sign_in, actor, user_of, confirm_all
):
    day = {
        "starts_on_day": "1",
        "starts_on_month": "1",
        "starts_on_year": "2020",
    }
    page = "/users/case-worker.own/?do=give"
    shown = admin.post(
        page,
        {
            "agency": "LWU",
            "role": "supervisor",
            **day,
        },
    )
    assert shown.status_code == 302, shown.context["form"].errors
    confirm_all(user_of(Role.CASE_WORKER))
    worker = sign_in(Role.CASE_WORKER)
    assert worker.get("/").url == reverse("choose_membership")
    with actor(Role.ADMINISTRATOR) as by:
        rows = queries.memberships_of(by=by, username="case-worker.own")
        foreign = queries.memberships_of(by=by, username="supervisor.own")[0]
    wanted = next(m for m in rows if m.role == Role.SUPERVISOR)
    choose = reverse("choose_membership")
    assert worker.post(choose, {"membership": str(foreign.id)}).status_code == 404
    assert worker.post(choose, {"membership": "nonsense"}).status_code == 404
    assert worker.post(choose, {"membership": str(wanted.id)}).url == "/"
    assert worker.get(reverse("search_ledger")).status_code == 200
    assert "Change role" in worker.get("/").content.decode()


def test_the_list_finds_a_user_by_part_of_the_name(admin):
    def shown(name):
        return [
            m.username
            for m in admin.get("/users/", {"name": name}).context["tables"][0].rows
        ]

    assert shown("SUPERV") == ["supervisor.own"]
    assert shown("nobody at all") == []
    assert not any(name.endswith(".other") for name in shown(""))


def test_whoever_lost_the_second_step_starts_anew_and_is_told(
    admin,
    confirm_all,
    actor,
    user_of,
):
    user = user_of(Role.CASE_WORKER)
    there = Client()
    there.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert there.get("/").status_code == 200
    page = f"{reverse('show_user', args=[user.username])}?do=reset"
    assert admin.get(page).status_code == 200
    fresh = link_in(admin.post(page))
    assert there.get("/").status_code == 302, "signed out everywhere"
    assert not Authenticator.objects.filter(user=user).exists()
    user.refresh_from_db()
    assert not user.has_usable_password()
    again = Client()
    again.post(fresh, chosen(confirm_all(user)))
    assert again.login(username=user.username, password=PASSWORD)
    assert again.get("/").url == reverse("mfa_activate_totp"), (
        "a second step before anything else"
    )
    for role in (Role.CASE_WORKER, Role.SUPERVISOR):
        with actor(role) as by:
            told = notices.latest_notices(by=by, at=clock.now())
            said = [n for n in told if "made a new way to sign in" in str(n.words)]
            assert [bool(n.url) for n in said] == [True]
    with actor(Role.OVERSIGHT):
        assert LedgerEntry.objects.filter(action="access.sign_in_reset").count() == 1


@pytest.mark.parametrize(
    "role",
    [Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR],
)
def test_nobody_resets_the_watching_or_themselves(admin, user_of, role):
    user = user_of(role)
    shown = admin.get(reverse("show_user", args=[user.username])).content.decode()
    assert "do=reset" not in shown
    assert "The operator of the server does" in shown
    assert (
        admin.post(f"{reverse('show_user', args=[user.username])}?do=reset").status_code
        == 404
    )
    assert Authenticator.objects.filter(user=user).exists()


def test_a_role_may_be_for_a_unit_only(admin, actor):
    sent = {
        "parent": "LWU",
        "code": "LWU-TEST",
        "name_en": "Unit",
        "kind": "ministry",
    }
    kinds = admin.get(reverse("add_agency")).context["form"].fields
    sent |= {name: kinds[name].choices[0][0] for name in ("kind", "level")}
    assert admin.post(reverse("add_agency"), sent).status_code == 302
    made = admin.post(reverse("add_user"), NEW | {"unit": "LWU-TEST"})
    assert link_in(made)
    assert membership_of(actor, "vilay").unit == "Unit"
    page = f"{reverse('show_user', args=['vilay'])}?do=give"
    day = {
        "starts_on_day": "1",
        "starts_on_month": "1",
        "starts_on_year": "2030",
    }
    other = {
        "agency": "LWU-TEST",
        "unit": "LWU-TEST",
        "role": Role.SUPERVISOR.value,
    } | day
    assert "unit" in admin.post(page, other).context["form"].errors
    wrong = {
        "agency": "LWU",
        "unit": "NOWHERE",
        "role": Role.SUPERVISOR.value,
    } | day
    assert "unit" in admin.post(page, wrong).context["form"].errors


def test_a_role_that_ends_is_not_made_longer_and_the_page_says_so(admin, link, actor):
    role = membership_of(actor, "vilay")
    page = f"{reverse('show_user', args=['vilay'])}?do=end&role={role.id}"
    today = queries_today(actor)
    soon, later = today + timedelta(days=3), today + timedelta(days=30)
    assert admin.post(page, day_of(soon)).status_code == 302
    assert "last_day" in admin.post(page, day_of(later)).context["form"].errors


def queries_today(actor):
    with actor(Role.ADMINISTRATOR):
        return queries.database_today()


def day_of(day):
    parts = {
        "last_day_day": day.day,
        "last_day_month": day.month,
        "last_day_year": day.year,
    }
    return {"when": "day"} | parts


@pytest.mark.usefixtures("admin")
def test_a_new_password_alone_opens_nothing_to_who_has_a_second_step(link, number):
    """Nor does a link lead past it."""
    user = User.objects.get(username="vilay")
    tickets.show_ticket(signed_in.ticket_for(user.id))
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    tickets.show_ticket("")
    thief = Client()
    done = thief.post(link, chosen(number), follow=True)
    assert done.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert thief.get("/").status_code == 302
    assert thief.get(reverse("mfa_activate_totp")).status_code == 302
