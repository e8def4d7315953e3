"""What the commands that make files share."""

from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper


def write(output: Path, data: bytes, stdout: OutputWrapper) -> None:
    """Write the file and say so. Raises CommandError, with the cause, if it cannot be written."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise CommandError(f"Не удалось записать {output}: {error.strerror}.") from error
    stdout.write(f"Записано: {output}, {len(data)} байт.")
