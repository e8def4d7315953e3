"""What clerks do: accepted reports, issued documents, genuine files."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kuznetsk_report.accounts.models import User
from reports import actions, queries
from reports.models import IssuedDocument, Job, Report
from reports.vocabulary import EventKind

from .conftest import Stage
from .test_jobs import work

SignIn = Callable[[User], Client]


def accept(stage: Stage, report: Report) -> Report:
    return actions.accept_report(report=report, seen=actions.last_event(report), by=stage.supervisor)


def download(client: Client, report: Report, file_format: str = "docx") -> bytes:
    response = client.get(reverse("download", args=[report.pk, file_format]))
    assert response.status_code == 200
    return bytes(response.content)


@pytest.mark.parametrize("file_format", ["docx", "pdf", "xlsx"])
def test_what_was_issued_is_kept_and_is_the_same_file_ever_after(
    stage: Stage, sign_in: SignIn, file_format: str
) -> None:
    data = download(sign_in(stage.clerk), stage.last_year, file_format)
    kept = IssuedDocument.objects.get()
    assert bytes(kept.data) == data
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.version, kept.by, kept.file_format) == (0, stage.clerk, file_format)
    stage.executor.name_genitive = "переименованного исполнителя"
    stage.executor.save()
    assert download(sign_in(stage.official), stage.last_year, file_format) == data
    assert IssuedDocument.objects.count() == 1
    assert stage.last_year.events.filter(kind=EventKind.ISSUED).count() == 1


def test_a_project_is_not_kept(stage: Stage, sign_in: SignIn) -> None:
    download(sign_in(stage.official), stage.report)
    assert not IssuedDocument.objects.exists()
    with pytest.raises(PermissionDenied, match="Сейчас не принят: Исполнитель 001, 2024"):
        actions.issue(report=stage.report, file_format="docx", by=stage.official)


def test_a_new_version_is_another_document_and_the_old_one_stays(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)
    report = accept(stage, stage.submit())
    first = download(client, report)
    rows = [stage.row("2.9")]
    actions.reopen_report(
        report=report, rows=rows, reason="Ошибка.", seen=actions.last_event(report), by=stage.supervisor
    )
    stage.save(
        stage.row("2.9"),
        implementation="Исправлено.",
        replies={remark.pk: "Да." for remark in stage.row("2.9").remarks.all()},
    )
    actions.submit(report=report, by=stage.official)
    report = accept(stage, Report.objects.get(pk=report.pk))
    second = download(client, report)
    assert first != second
    assert [(d.version, bytes(d.data)) for d in IssuedDocument.objects.all()] == [(1, first), (2, second)]
    old = IssuedDocument.objects.get(version=1)
    assert client.get(reverse("issued-file", args=[old.pk])).content == first


def test_the_register_lists_accepted_reports_only(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.region_clerk)
    assert [r.pk for r in client.get(reverse("register")).context["page"]] == [stage.last_year.pk]
    report = accept(stage, stage.submit())
    shown = list(client.get(reverse("register")).context["page"])
    assert [(r.pk, r.version) for r in shown] == [(report.pk, 1), (stage.last_year.pk, 0)]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"year": "2023"}, 1),
        ({"year": "2024"}, 1),  # no such choice: everything is shown
        ({"plan": "plan"}, 1),
        ({"search": "исполнитель 001"}, 1),
        ({"search": "нет такого"}, 0),
        ({"year": "x", "page": "x"}, 1),
    ],
)
def test_the_register_is_narrowed(stage: Stage, sign_in: SignIn, narrowed: dict[str, str], found: int) -> None:
    page = sign_in(stage.clerk).get(reverse("register"), narrowed).context["page"]
    assert len(page.object_list) == found


def test_several_reports_are_asked_for_as_one_archive(stage: Stage, sign_in: SignIn) -> None:
    report = accept(stage, stage.submit())
    client = sign_in(stage.clerk)
    data = {"reports": [report.pk, stage.last_year.pk, "x"], "formats": ["docx", "pdf", "exe"]}
    response = client.post(reverse("reports-zip"), data)
    job = Job.objects.get()
    assert response.headers["Location"] == job.get_absolute_url()
    assert job.parameters == {"reports": sorted([report.pk, stage.last_year.pk]), "formats": ["docx", "pdf"]}


@pytest.mark.parametrize(
    "data", [{}, {"formats": "docx"}, {"formats": "docx", "reports": "0"}, {"formats": "docx", "reports": "9" * 30}]
)
def test_an_archive_of_nothing_is_not_made(stage: Stage, sign_in: SignIn, data: dict[str, str]) -> None:
    html = sign_in(stage.clerk).post(reverse("reports-zip"), data, follow=True).content.decode()
    assert "Отметьте хотя бы один отчёт и хотя бы один формат." in html
    assert not Job.objects.exists()


def test_an_outsider_sees_nothing_of_others(stage: Stage, sign_in: SignIn) -> None:
    document = actions.issue(report=stage.last_year, file_format="docx", by=stage.clerk)
    client = sign_in(stage.outsider)
    assert list(client.get(reverse("register")).context["page"]) == []
    assert list(client.get(reverse("issued")).context["page"]) == []
    uploaded = SimpleUploadedFile("a.docx", bytes(document.data))
    assert "Да, этот файл выдал портал" not in client.post(reverse("verify"), {"file": uploaded}).content.decode()


def test_a_genuine_file_is_recognized_whatever_its_name(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)
    data = download(client, stage.last_year)
    response = client.post(reverse("verify"), {"file": SimpleUploadedFile("копия (2).docx", data)})
    assert response.context["verdict"].document == IssuedDocument.objects.get()
    assert response.context["verdict"].is_current
    assert "Да, этот файл выдал портал" in response.content.decode()


def test_one_changed_byte_makes_another_file(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)
    data = bytearray(download(client, stage.last_year))
    data[-1] ^= 1
    response = client.post(reverse("verify"), {"file": SimpleUploadedFile("a.docx", bytes(data))})
    assert response.context["verdict"].document is None
    assert "изменён после выдачи" in response.content.decode()


def test_an_outdated_file_is_genuine_but_not_the_last_word(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)
    data = download(client, stage.last_year)
    rows = [stage.row("2.9", stage.last_year)]
    seen = actions.last_event(stage.last_year)
    actions.reopen_report(report=stage.last_year, rows=rows, reason="Ошибка.", seen=seen, by=stage.supervisor)
    response = client.post(reverse("verify"), {"file": SimpleUploadedFile("a.docx", data)})
    assert not response.context["verdict"].is_current
    assert "открывали для исправления" in response.content.decode()


def verdict_of(client: Client, data: bytes) -> tuple[queries.Verdict, str]:
    response = client.post(reverse("verify"), {"file": SimpleUploadedFile("a", data)})
    return response.context["verdict"], " ".join(response.content.decode().split())


@pytest.mark.parametrize("file_format", ["docx", "zip"])
def test_a_consolidated_report_is_recognized_by_those_who_may_have_it(
    stage: Stage, sign_in: SignIn, file_format: str
) -> None:
    job = actions.request_consolidated(plan=stage.plan, year=2023, file_format=file_format, by=stage.supervisor)
    work()
    job.refresh_from_db()
    assert job.data is not None
    data = bytes(job.data)
    Job.objects.update(finished_at=datetime(2024, 2, 3, 12, tzinfo=UTC), data=None)  # its file is not kept any more
    verdict, html = verdict_of(sign_in(stage.region_clerk), data)
    assert (verdict.document, verdict.job) == (None, job)
    assert f"Да, этот файл подготовил портал.</strong> {job}. Подготовлен 3 февраля 2024 года, Supervisor." in html
    verdict, html = verdict_of(sign_in(stage.clerk), data)
    assert verdict.job is None
    assert "нет.</strong> Он изменён после выдачи" in html


def test_the_reports_in_a_consolidated_archive_are_those_that_are_issued(stage: Stage, sign_in: SignIn) -> None:
    before = actions.issue(report=stage.last_year, file_format="docx", by=stage.clerk)
    job = actions.request_consolidated(plan=stage.plan, year=2023, file_format="zip", by=stage.supervisor)
    work()
    job.refresh_from_db()
    assert job.data is not None
    with zipfile.ZipFile(io.BytesIO(job.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if "/" in name}
    issued = {document.file_format: document for document in IssuedDocument.objects.all()}
    assert files == {
        f"Word/{before.file_name}": bytes(before.data),
        f"PDF/{issued['pdf'].file_name}": bytes(issued["pdf"].data),
    }
    assert [issued[file_format].by for file_format in ("docx", "pdf")] == [stage.clerk, stage.supervisor]
    for name, data in files.items():
        verdict, html = verdict_of(sign_in(stage.official), data)
        assert verdict.document == issued["docx" if name.startswith("Word") else "pdf"]
        assert "Да, этот файл выдал портал" in html


def test_an_archive_of_reports_is_recognized_by_those_who_see_them_all(stage: Stage, sign_in: SignIn) -> None:
    job = actions.request_reports_zip(reports=[stage.last_year], formats=["docx"], by=stage.supervisor)
    work()
    job.refresh_from_db()
    assert job.data is not None
    data = bytes(job.data)
    assert verdict_of(sign_in(stage.clerk), data)[0].job == job
    assert verdict_of(sign_in(stage.outsider), data)[0].job is None


@pytest.mark.parametrize(
    ("uploaded", "said"),
    [({}, "Выберите файл"), ({"file": SimpleUploadedFile("пусто.docx", b"")}, "Файл пуст.")],
)
def test_nothing_to_verify(stage: Stage, sign_in: SignIn, uploaded: dict[str, object], said: str) -> None:
    response = sign_in(stage.clerk).post(reverse("verify"), uploaded)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_lists_ask_a_fixed_number_of_queries(stage: Stage, sign_in: SignIn) -> None:
    client = sign_in(stage.clerk)

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        return len(captured)

    download(client, stage.last_year)
    few = [asked("register"), asked("issued")]
    accept(stage, stage.submit())
    for file_format in ("pdf", "xlsx"):
        download(client, stage.last_year, file_format)
    assert [asked("register"), asked("issued")] == few
    assert queries.accepted_reports(stage.clerk).count() == 2
