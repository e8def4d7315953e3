"""What the commands that read and make files share."""

from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper


def in_russian(error: OSError) -> str:
    """Why a file cannot be read or written, without the system's own words."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "такого файла или папки нет",
        IsADirectoryError: "это папка, а не файл",
        NotADirectoryError: "часть пути — файл, а не папка",
        PermissionError: "нет прав доступа",
    }
    return reasons.get(type(error), f"ошибка файловой системы № {error.errno}")


def write(output: Path, data: bytes, stdout: OutputWrapper) -> None:
    """Write the file and say so. Raises CommandError, with the cause, if it cannot be written."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise CommandError(f"Не удалось записать {output}: {in_russian(error)}.") from error
    stdout.write(f"Записано: {output}, {len(data)} байт.")
