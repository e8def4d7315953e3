from django.urls import path

from .views import consolidated, document, history, home, register, report, review, row, submission

urlpatterns = [
    path("", home.home, name="home"),
    path("reports/open/", home.open_report, name="open-report"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("reports/<int:pk>/add-rows/", report.add_rows, name="add-rows"),
    path("reports/<int:pk>/submit/", submission.submit, name="submit"),
    path("reports/<int:pk>/review/", review.review, name="review"),
    path("reports/<int:pk>/decide/", review.decide, name="decide"),
    path("reports/<int:pk>/reopen/", review.reopen, name="reopen"),
    path("reports/<int:pk>/history/", history.history, name="history"),
    path("reports/<int:pk>/document/", document.document, name="document"),
    path("reports/<int:pk>/document/<int:page>.png", document.document_page, name="document-page"),
    path("reports/<int:pk>/download/<str:file_format>/", document.download, name="download"),
    path("rows/<int:pk>/", row.row, name="row"),
    path("rows/<int:pk>/review/", review.review_row, name="review-row"),
    path("plans/<slug:slug>/<int:year>/consolidated/", consolidated.consolidated, name="consolidated"),
    path("plans/<slug:slug>/<int:year>/consolidated/make/", consolidated.make, name="make-consolidated"),
    path(
        "plans/<slug:slug>/<int:year>/consolidated/items/<str:number>/",
        consolidated.save_summary,
        name="save-summary",
    ),
    path("documents/", register.register, name="register"),
    path("documents/issued/", register.issued, name="issued"),
    path("documents/issued/<int:pk>/", register.issued_file, name="issued-file"),
    path("documents/verify/", register.verify, name="verify"),
    path("receipts/", submission.receipts, name="receipts"),
    path("receipts/<int:pk>/", submission.receipt, name="receipt"),
    path("receipts/<int:pk>/pdf/", submission.receipt_file, name="receipt-file"),
]
