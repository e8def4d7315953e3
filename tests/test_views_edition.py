"""The pages on which an administrator brings in a plan's new edition."""

import re
from collections.abc import Callable

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from plans.models import Plan, PlanEdition
from reports.views import edition as views

from .conftest import Stage
from .intake.plans import document, workbook
from .test_editions import brought, distinct, line, lines


@pytest.fixture
def admin(stage: Stage) -> User:
    distinct(stage)
    return User.objects.create_superuser("admin", password="x")


@pytest.fixture
def client_of(admin: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(admin)


def form_of(html: str) -> dict[str, list[str]]:
    """What a browser would post of the preview, without its buttons."""
    posted: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox" and " checked" not in tag:
            continue
        if attributes.get("name") not in (None, "csrfmiddlewaretoken"):
            posted.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', body)
        posted[name] = [(chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""]
    return posted


def test_upload_leads_to_the_preview(stage: Stage, client_of: Client) -> None:
    data = document([["1.4", "Первое мероприятие", "", "", ""]])
    url = reverse("take-edition", args=["plan"])
    assert "Файл плана" in client_of.get(url).content.decode()
    answer = client_of.post(url, {"file": SimpleUploadedFile("план.docx", data)})
    edition = PlanEdition.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, edition.get_absolute_url())
    assert (edition.name, edition.by.username) == ("план.docx", "admin")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("план.docx", b"%PDF-1.7 x", "Это PDF"),
        ("план.docx", b"", "Файл «план.docx» пуст"),
        ("план.xlsx", workbook([], ["Имя", "Год"]), "Таблица плана не найдена"),
    ],
)
def test_what_is_no_plan_is_refused(stage: Stage, client_of: Client, name: str, data: bytes, message: str) -> None:
    answer = client_of.post(reverse("take-edition", args=["plan"]), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not PlanEdition.objects.exists()


def test_as_it_stands_the_preview_applies_all(stage: Stage, admin: User, client_of: Client) -> None:
    item = stage.plan.items.get(number="2.9")
    changed = lines(stage, n2_9=line("2.1", item.wording, executors="Исполнитель 001, Исполнитель 002"), n2_10=None)
    edition = brought(
        stage, admin, [*changed, line("3.1", "Изготовление сувениров", executors="Исполнитель 002")], ("executors",)
    )
    html = client_of.get(edition.get_absolute_url()).content.decode()
    for said in ("<strong>1</strong> новый", "<strong>1</strong> изменённый", "<strong>1</strong> исключённый"):
        assert said in html
    assert "номера «3.1» в плане нет" in html
    new = html[html.index('id="line-2"') :]
    assert '<div class="prose">Исполнитель 002</div>' in new[: new.index("</fieldset>")]
    assert stage.plan.items.count() == 3
    answer = client_of.post(edition.get_absolute_url(), {**form_of(html), "apply": "1"}, follow=True)
    html = answer.content.decode()
    assert "План изменён с 2024 года: 3 изменения." in html
    assert "Изменён пункт 2.1" in html
    assert list(stage.plan.items.filter(excluded_on=None).values_list("number", flat=True)) == ["1.4", "2.1", "3.1"]


def test_choices_are_shown_before_they_are_applied(stage: Stage, admin: User, client_of: Client) -> None:
    item = stage.plan.items.get(number="2.9")
    new = line("2.9", "Организация конкурса детских рисунков", executors="Некий комитет")
    edition = brought(stage, admin, lines(stage, n2_9=new), ("executors",))
    url = edition.get_absolute_url()
    posted = form_of(client_of.get(url).content.decode())
    posted |= {"item-1": [str(item.pk)], "who-0": [str(stage.other_executor.pk)]}
    answer = client_of.post(url, {**posted, "apply": "1"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Изменения теперь другие" in html
    assert "выбрано вами" in html
    answer = client_of.post(url, {**form_of(html), "apply": "1"})
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.wording, list(item.executors.all())) == (new.measure, [stage.other_executor])


def test_a_number_that_is_asked(stage: Stage, admin: User, client_of: Client) -> None:
    lost = line("", "Изготовление сувенирной продукции", readings=("3.1", "3.10"))
    edition = brought(stage, admin, [*lines(stage), lost], ())
    url = edition.get_absolute_url()
    html = client_of.get(url).content.decode()
    assert "Excel изменил номер. Какой он в плане?" in html
    html = client_of.post(url, {**form_of(html), "number-3": "3.10", "show": "chosen"}).content.decode()
    assert "Добавить в план" in html
    client_of.post(url, {**form_of(html), "apply": "1"})
    assert stage.plan.items.filter(number="3.10").exists()


def test_unticked_stays_unticked(stage: Stage, admin: User, client_of: Client) -> None:
    edition = brought(stage, admin, lines(stage, n2_10=None))
    url = edition.get_absolute_url()
    posted = form_of(client_of.get(url).content.decode())
    del posted["tick"]
    html = client_of.post(url, {**posted, "show": "chosen"}).content.decode()
    assert "tick" not in form_of(html)
    answer = client_of.post(url, {**posted, "apply": "1"})
    assert answer.status_code == 422
    assert "Ничего не отмечено" in answer.content.decode()


def test_it_can_be_dropped(stage: Stage, admin: User, client_of: Client) -> None:
    edition = brought(stage, admin, lines(stage, n2_10=None))
    answer = client_of.post(edition.get_absolute_url(), {"drop": "1"}, follow=True)
    assert "План по этому файлу не изменён." in answer.content.decode()
    answer = client_of.post(edition.get_absolute_url(), {"apply": "1"}, follow=True)
    assert "уже отклонена" in answer.content.decode()
    assert stage.plan.items.filter(excluded_on=None).count() == 3


def test_an_edition_that_was_closed_in_another_tab(stage: Stage, admin: User, client_of: Client) -> None:
    """Both tabs had the page; what the second one asks comes when the first one's answer is there already."""
    edition = brought(stage, admin, lines(stage, n2_10=None))
    for tab in ("drop", "apply"):
        PlanEdition.objects.filter(pk=edition.pk).update(state="open")
        stale = PlanEdition.objects.select_related("plan").get(pk=edition.pk)
        PlanEdition.objects.filter(pk=edition.pk).update(state="dropped")
        request = RequestFactory().post(edition.get_absolute_url(), {tab: "1", "tick": "item-1", "first_year": "2024"})
        request.user = admin
        request.session = client_of.session
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
        answer = {"drop": views._drop, "apply": views._apply}[tab](request, stale)
        assert (answer.status_code, answer["Location"]) == (302, edition.get_absolute_url())
        assert [str(each) for each in request._messages] == [  # type: ignore[attr-defined]
            "Редакция «план.docx» уже отклонена. Загрузите файл снова, если нужно."
        ]


def test_the_year_from_which_it_holds(stage: Stage, admin: User, client_of: Client) -> None:
    edition = brought(stage, admin, lines(stage, n2_10=None))
    url = edition.get_absolute_url()
    html = client_of.get(url).content.decode()
    assert "Действует с отчётного года" in html
    posted = form_of(html)
    assert posted["first_year"] == ["2024"]
    for nonsense in ("2030", "x"):
        answer = client_of.post(url, {**posted, "first_year": nonsense, "apply": "1"})
        assert answer.status_code == 422
        assert "Выберите, с какого отчётного года" in answer.content.decode()
    html = client_of.post(url, {**posted, "first_year": "2023", "show": "chosen"}).content.decode()
    assert form_of(html)["first_year"] == ["2023"]
    answer = client_of.post(url, {**form_of(html), "apply": "1"}, follow=True)
    assert "с 2023 года" in answer.content.decode()
    assert PlanEdition.objects.get().first_year == 2023


def test_the_territory_is_readable(stage: Stage, admin: User, client_of: Client) -> None:
    edition = brought(stage, admin, lines(stage, n1_4=None, n2_9=line("2.9", "Иное дело")), ())
    url = edition.get_absolute_url()
    html = client_of.get(url).content.decode()
    assert "{территории}" not in html
    assert "служащих [территория]" in html
    assert "[территория] — место, куда портал ставит" in html
    assert "то же мероприятие, изложено иначе" in html
    assert form_of(html)["item-0"] == [""]


def test_the_plans_page_leads_there_and_lists_editions(stage: Stage, admin: User, client_of: Client) -> None:
    edition = brought(stage, admin, lines(stage))
    html = client_of.get(reverse("admin:plans_plan_change", args=[stage.plan.pk])).content.decode()
    assert f'href="{reverse("take-edition", args=["plan"])}"' in html
    assert f'<a href="{edition.get_absolute_url()}">план.docx</a>' in html


def test_pages_after_an_item_was_excluded(stage: Stage, admin: User, client_of: Client) -> None:
    """The supervisor still finds what was reported, under a number that another item has now."""
    new = line("2.9", "Организация конкурса детских рисунков", executors="Исполнитель 001")
    edition = brought(stage, admin, lines(stage, n2_9=new))
    url = edition.get_absolute_url()
    posted = {**form_of(client_of.get(url).content.decode()), "item-1": "new", "show": "chosen"}
    client_of.post(url, {**form_of(client_of.post(url, posted).content.decode()), "apply": "1"})
    client_of.force_login(stage.supervisor)
    pages: list[tuple[str, list[object]]] = [
        ("consolidated", ["plan", 2023]),
        ("item", ["plan", 2024, "2.9"]),
        ("charts", ["plan", 2024]),
        ("executor", ["plan", "executor"]),
        ("row", [stage.row("2.9", stage.last_year).pk]),
        ("row", [stage.row("2.9").pk]),
    ]
    for name, arguments in pages:
        assert client_of.get(reverse(name, args=arguments)).status_code == 200, name
    html = client_of.get(reverse("consolidated", args=["plan", 2024])).content.decode()
    assert html.count("2.9. ") == 2
    assert html.count('name="item"') == 4
    html = client_of.get(reverse("consolidated", args=["plan", 2023])).content.decode()
    assert html.count("2.9. ") == 1
    assert Plan.objects.get().items.filter(number="2.9").count() == 2
    gone = Plan.objects.get().items.exclude(excluded_on=None).get()
    page = client_of.get(stage.row("2.9").get_absolute_url()).content.decode()
    address = f"{reverse('item', args=['plan', 2024, '2.9'])}?id={gone.pk}"
    assert f'href="{address}"' in page
    assert gone.wording in client_of.get(address).content.decode()
    assert new.measure in client_of.get(address.partition("?")[0]).content.decode()
    before = client_of.get(reverse("item", args=["plan", 2021, "2.9"])).content.decode()
    assert gone.wording in before
    assert new.measure not in before
    assert client_of.get(f"{reverse('matrix', args=['plan'])}?view=items&year=2023").status_code == 200
