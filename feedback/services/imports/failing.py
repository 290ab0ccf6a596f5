"""What cannot be done is said in a sentence, kept with the run, and not tried again."""

from collections.abc import Iterator
from contextlib import contextmanager

from feedback.imports.checks import ProfileFaults
from feedback.models import ImportRun, ImportState
from feedback.services.imports.work import Work
from lib.table_files.source import UnreadableFile
from lib.table_files.trouble import trouble
from operations.jobs import ExpectedFailure


@contextmanager
def told(work: Work, run_id: int) -> Iterator[None]:
    """Turn faults of file and profile into a failed run.

    :raises ExpectedFailure: with the sentence
    """
    try:
        yield
    except ProfileFaults as faults:
        message = "; ".join(str(fault) for fault in faults.faults)
    except UnreadableFile as error:
        message = trouble(error)
    else:
        return
    with work.chunk():
        ImportRun.objects.filter(pk=run_id).update(state=ImportState.FAILED)
    raise ExpectedFailure(message)
