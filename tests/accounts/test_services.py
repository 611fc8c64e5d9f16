"""Accounts, cards, PINs, consents, roles: what each service promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lms.accounts import cards, pin, policy, queries, services
from lms.accounts.models import Consent, ConsentMethod, ConsentPurpose, LearnerCard, User
from lms.accounts.roles import Permission, Role
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.factories import AreaFactory, StaffFactory, UserFactory, WardFactory, with_role
from tests.threads import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def create(**changes: Any) -> User:
    answers: dict[str, Any] = {
        "full_name": "  Đinh   Thị H’Hen ", "birth_year": 1961, "ward": None, "phone": "",
        "pin": "274916", "consents": [ConsentPurpose.LEARNING_RECORD],
        "method": ConsentMethod.OWN_DEVICE, "at": NOW,
    } | changes  # fmt: skip
    return services.create_learner(**answers)


class TestCreateLearner:
    def test_makes_a_person_with_a_card_a_pin_and_a_consent(self) -> None:
        ward, helper = WardFactory(), StaffFactory()
        user = create(ward=ward, by=helper, method=ConsentMethod.SPOKEN_WITNESSED)
        user.refresh_from_db()
        assert user.full_name == "Đinh Thị H’Hen"
        assert user.ward == ward
        assert user.check_password("274916")
        card = user.cards.get()
        assert card.number == user.username
        assert cards.is_number(card.number)
        consent = user.consents.get()
        assert (consent.given, consent.helper, consent.method) == (True, helper, "spoken")
        assert consent.text_version
        event = AuditEvent.objects.get(action="learner.created")
        assert event.actor == helper

    def test_takes_a_pin_that_was_hashed_before(self) -> None:
        assert create(pin=pin.hashed("274916")).check_password("274916")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"consents": []}, "consent_needed"),
            ({"consents": [ConsentPurpose.CLASS_MESSAGES]}, "consent_needed"),
            ({"pin": "123456"}, "pin_weak"),
            ({"pin": "196105"}, "pin_weak"),
            ({"pin": "12"}, "pin_form"),
        ],
    )
    def test_refuses_and_leaves_nothing_behind(self, changes: dict[str, Any], code: str) -> None:
        with pytest.raises(DomainError) as refused:
            create(**changes)
        assert refused.value.code == code
        assert not User.objects.exists()

    def test_a_number_that_is_taken_is_drawn_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        taken = UserFactory().username
        drawn = iter([taken, taken, cards.number_of(7_654_321)])
        monkeypatch.setattr(cards, "random_number", lambda: next(drawn))
        assert create().username == cards.number_of(7_654_321)

    def test_gives_up_with_a_sentence_when_no_number_is_free(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken = UserFactory().username
        monkeypatch.setattr(cards, "random_number", lambda: taken)
        with pytest.raises(DomainError) as refused:
            create()
        assert refused.value.code == "numbers_used_up"


@pytest.mark.django_db(transaction=True)
def test_sign_ups_at_the_same_moment_never_share_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    serials = iter([5_000_001] * 4 + list(range(5_000_002, 5_000_040)))
    monkeypatch.setattr(cards, "random_number", lambda: cards.number_of(next(serials)))
    made = all_at_once(4, create)
    assert len({user.username for user in made}) == 4


class TestDuplicates:
    def test_finds_the_same_name_year_and_ward_without_accents(self) -> None:
        ward = WardFactory()
        twin = UserFactory(full_name="Nguyễn Thị Hoà", birth_year=1961, ward=ward)
        UserFactory(full_name="Nguyễn Thị Hoà", birth_year=1962, ward=ward)
        UserFactory(full_name="Nguyễn Thị Hoà", birth_year=1961)
        found = queries.find_likely_duplicates(
            full_name="  NGUYEN thi hòa ", birth_year=1961, ward=ward
        )
        assert list(found) == [twin]

    @pytest.mark.parametrize("missing", ["birth_year", "ward"])
    def test_without_year_or_ward_it_finds_nobody(self, missing: str) -> None:
        user = UserFactory()
        known: dict[str, Any] = {"birth_year": user.birth_year, "ward": user.ward, missing: None}
        assert not queries.find_likely_duplicates(full_name=user.full_name, **known).exists()


class TestCards:
    def test_a_reprint_kills_the_old_qr_and_keeps_the_number(self) -> None:
        user = UserFactory()
        old = user.cards.get()
        new = services.reissue_card(user=user, by=user, at=NOW)
        assert new.number == old.number
        assert queries.live_card(old.token) is None
        assert queries.live_card(new.token) == new
        assert LearnerCard.objects.filter(user=user, revoked_at=None).count() == 1

    def test_a_person_switched_off_has_no_live_card(self) -> None:
        user = UserFactory(is_active=False)
        assert queries.live_card(user.cards.get().token) is None


class TestPins:
    def test_a_reset_lets_the_learner_choose_once(self) -> None:
        learner, helper = UserFactory(), StaffFactory()
        token = services.reset_pin(user=learner, by=helper, at=NOW)
        assert learner.check_password("246813")  # nothing changed yet
        services.choose_pin(token=token, pin="381604", at=NOW)
        learner.refresh_from_db()
        assert learner.check_password("381604")
        with pytest.raises(DomainError) as refused:
            services.choose_pin(token=token, pin="905172", at=NOW)
        assert refused.value.code == "reset_over"

    def test_it_ends_after_fifteen_minutes_or_with_the_next_one(self) -> None:
        learner, helper = UserFactory(), StaffFactory()
        first = services.reset_pin(user=learner, by=helper, at=NOW)
        second = services.reset_pin(user=learner, by=helper, at=NOW)
        assert services.find_reset(token=first, at=NOW) is None
        assert services.find_reset(token=second, at=NOW + timedelta(minutes=14))
        assert services.find_reset(token=second, at=NOW + timedelta(minutes=15)) is None

    def test_a_weak_pin_leaves_the_reset_usable(self) -> None:
        learner = UserFactory()
        token = services.reset_pin(user=learner, by=StaffFactory(), at=NOW)
        with pytest.raises(DomainError):
            services.choose_pin(token=token, pin="123456", at=NOW)
        assert services.find_reset(token=token, at=NOW)

    def test_nobody_who_works_here_can_be_reset(self) -> None:
        for person in (StaffFactory(), with_role(Role.EDITOR)):
            with pytest.raises(DomainError) as refused:
                services.reset_pin(user=person, by=StaffFactory(), at=NOW)
            assert refused.value.code == "no_pin"

    def test_the_log_says_who_and_whom_and_no_secret(self) -> None:
        learner, helper = UserFactory(), StaffFactory()
        token = services.reset_pin(user=learner, by=helper, at=NOW)
        services.choose_pin(token=token, pin="381604", at=NOW)
        events = AuditEvent.objects.filter(target=f"accounts.user:{learner.pk}")
        assert {(event.action, event.actor) for event in events} == {
            ("pin.reset", helper),
            ("pin.chosen", helper),
        }
        written = " ".join(f"{event.target} {event.details}" for event in events)
        assert token not in written
        assert "381604" not in written
        assert not learner.pin_resets.filter(token_hash=token).exists()

    def test_it_is_shown_once(self) -> None:
        learner = UserFactory()
        token = services.reset_pin(user=learner, by=StaffFactory(), at=NOW)
        assert services.note_reset_shown(user=learner, at=NOW) is None
        services.choose_pin(token=token, pin="381604", at=NOW)
        assert services.note_reset_shown(user=learner, at=NOW)
        assert services.note_reset_shown(user=learner, at=NOW) is None


class TestConsents:
    def test_the_ledger_only_grows(self) -> None:
        user, purpose = UserFactory(), ConsentPurpose.CLASS_MESSAGES
        given = services.record_consent(
            user=user, purpose=purpose, method=ConsentMethod.SIGNED_PAPER, at=NOW
        )
        again = services.record_consent(
            user=user, purpose=purpose, method=ConsentMethod.SIGNED_PAPER, at=NOW
        )
        assert again == given
        assert queries.has_consent(user, purpose)
        services.withdraw_consent(
            user=user, purpose=purpose, method=ConsentMethod.OWN_DEVICE, at=NOW
        )
        assert not queries.has_consent(user, purpose)
        assert [entry.given for entry in Consent.objects.order_by("pk")] == [True, False]

    def test_silence_is_no_consent(self) -> None:
        assert not queries.has_consent(UserFactory(), ConsentPurpose.LEARNING_RECORD)


class TestGrants:
    def test_a_role_holds_from_today_and_marks_the_person_as_staff(self) -> None:
        user: User = StaffFactory()
        ward = WardFactory()
        assert not policy.may(user, Permission.RUN_CLASSES)
        grant = services.grant_role(user=user, role=Role.FACILITATOR, by=None, at=NOW, ward=ward)
        assert (
            services.grant_role(user=user, role=Role.FACILITATOR, by=None, at=NOW, ward=ward)
            == grant
        )
        assert policy.may(user, Permission.RUN_CLASSES)
        user.refresh_from_db()
        assert user.is_staff
        services.end_grant(grant=grant, by=None, at=NOW)
        user = User.objects.get(pk=user.pk)
        assert not policy.may(user, Permission.RUN_CLASSES)
        assert not user.is_staff
        assert user.grants.get().valid_to == timezone.localdate(NOW)

    def test_another_scope_is_another_grant(self) -> None:
        user = StaffFactory()
        for ward in (WardFactory(), WardFactory()):
            services.grant_role(user=user, role=Role.WARD_MANAGER, by=None, at=NOW, ward=ward)
        assert policy.wards_for(user, Permission.VIEW_REPORTS).count() == 2

    @pytest.mark.parametrize(
        ("role", "code"),
        [
            (Role.DISTRICT_MANAGER, "area_needed"),
            (Role.WARD_MANAGER, "ward_needed"),
            (Role.FACILITATOR, "ward_needed"),
        ],
    )
    def test_a_role_without_its_scope_is_refused(self, role: Role, code: str) -> None:
        with pytest.raises(DomainError) as refused:
            services.grant_role(user=StaffFactory(), role=role, by=None, at=NOW)
        assert refused.value.code == code

    def test_people_with_a_card_get_no_role_beyond_learning(self) -> None:
        user = UserFactory()
        services.grant_role(user=user, role=Role.CIVIL_SERVANT, by=None, at=NOW)
        assert not user.is_staff
        with pytest.raises(DomainError) as refused:
            services.grant_role(
                user=user, role=Role.DISTRICT_MANAGER, by=None, at=NOW, area=AreaFactory()
            )
        assert refused.value.code == "card_user"

    def test_a_grant_starts_on_the_vietnamese_day(self) -> None:
        late = datetime(2026, 1, 31, 17, 30, tzinfo=UTC)
        grant = services.grant_role(user=StaffFactory(), role=Role.EDITOR, by=None, at=late)
        assert grant.valid_from == date(2026, 2, 1)
