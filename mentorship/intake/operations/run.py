"""One import from the path to the summary: judged first, then stored in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import IntegrityError, transaction

from mentorship.intake.errors import ChangedMeanwhile, ExportRefused
from mentorship.intake.models import ImportRun
from mentorship.intake.operations.before import known_before
from mentorship.intake.operations.changes import BATCH, Change, Run, changes_of, keep
from mentorship.intake.operations.files import Export, Progress
from mentorship.intake.operations.mentors import fill_mentors
from mentorship.intake.operations.people import fill_listeners
from mentorship.intake.operations.preview import Preview, Seen
from mentorship.intake.operations.snapshots import refresh_snapshots
from mentorship.intake.operations.summary import Count, Summary
from mentorship.intake.operations.talks import fill_talks
from mentorship.intake.operations.words import fill_topics, fill_tracks, learn_words
from mentorship.intake.rules.columns import Table, values_of
from mentorship.intake.rules.faults import FaultList
from mentorship.intake.rules.judging import judge
from mentorship.intake.rules.rows import Row, rows

FILL: dict[str, Callable[[Sequence[Change], Run], None]] = {
    "topics": fill_topics,
    "tracks": fill_tracks,
    "mentors": fill_mentors,
    "listeners": fill_listeners,
    "talks": fill_talks,
}


def import_community(
    *,
    path: Path,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    agreed: Preview | None = None,
    settle: Callable[[Summary], None] = lambda summary: None,
) -> Summary:
    """Take in a community's export: every row kept, people, mentors and talks made from them.

    `path` is a folder with any of the eight files or one file named after its
    table. All or nothing: raises NothingToImport, TwoFilesOfOneTable,
    CannotBeRead, ExportRefused with every fault, or ChangedMeanwhile, and then
    nothing is stored. A field is written only where its cell differs from the last
    import; people missing from the files are left alone. No letter, no cheers
    and no notice leaves an import. `dry_run` does all of it and stores nothing. Somebody
    `agreed` to a preview: anything else than that is ChangedMeanwhile. `settle` is called
    last in the same transaction.
    """
    with Export(path, progress=progress, passes=2) as export:
        last_run = agreed.last_run if agreed else _last_run()
        notes = _judge(export, at=at)
        try:
            with transaction.atomic():
                _nothing_since(last_run)
                summary = _store(export, notes, at=at, dry_run=dry_run)
                if agreed and agreed.counts != summary.as_json():
                    raise ChangedMeanwhile
                ImportRun.objects.create(
                    source=path.resolve().name[:300], at=at, counts=summary.as_json()
                )
                settle(summary)
                transaction.set_rollback(dry_run)
        except IntegrityError as clash:
            raise ChangedMeanwhile from clash
    return summary


def preview_community(
    *, path: Path, at: datetime, progress: Progress = lambda done, total: None
) -> Preview:
    """What `import_community` would store of these files; reads, and writes nothing.

    Raises what that raises about files.
    """
    with Export(path, progress=progress, passes=2) as export:
        last_run = _last_run()
        seen = Seen(last_run, _judge(export, at=at))
        for table, source in export.sources.items():
            seen.begin(table.name)
            for batch in _batches(source, table, export):
                seen.add(table, changes_of(table, batch, at=at))
            export.finished(table)
    return seen.preview()


def _nothing_since(last_run: int) -> None:
    """Let one import in at a time. Raises ChangedMeanwhile if another one stood since."""
    ImportRun.objects.select_for_update().filter(pk=last_run).first()
    if _last_run() != last_run:
        raise ChangedMeanwhile


def _last_run() -> int:
    return ImportRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _judge(export: Export, *, at: datetime) -> list[str]:
    """Hold every file against the rules; gives the notes. Raises ExportRefused."""
    known = known_before(table.name for table in export.sources)
    found = []
    for table, source in export.sources.items():
        faults = FaultList(export.paths[table.name].name)
        found.append(faults)
        judge(
            source,
            table,
            known=known,
            faults=faults,
            at=at,
            tell=lambda source=source: export.tell(source),  # type: ignore[misc]
        )
        export.finished(table)
    if any(faults.count for faults in found):
        raise ExportRefused([faults for faults in found if faults.count])
    return [note for faults in found for note in faults.notes]


def _store(export: Export, notes: list[str], *, at: datetime, dry_run: bool) -> Summary:
    run = Run(at=at)
    learn_words(run)
    counts: dict[str, Count] = {}
    for table, source in export.sources.items():
        count = counts[table.name] = Count()
        for batch in _batches(source, table, export):
            changes = changes_of(table, batch, at=at)
            FILL.get(table.name, _keep_only)(changes, run)
            keep(changes)
            count.add(changes)
        export.finished(table)
    refresh_snapshots(run)
    return Summary(counts, notes, run.left_alone, filled=frozenset(FILL), dry_run=dry_run)


def _keep_only(changes: Sequence[Change], run: Run) -> None:
    """Tables whose area does not exist yet: their rows wait as they were imported."""


def _batches(
    source: BinaryIO, table: Table, export: Export
) -> Iterator[list[tuple[dict[str, str], dict[str, object]]]]:
    """The rows again, now known to be sound. Raises ChangedMeanwhile if they are not."""
    faults = FaultList(table.name)

    def read(row: Row) -> tuple[dict[str, str], dict[str, object]]:
        export.tell(source)
        return row.cells, values_of(table, row, faults)

    sound = map(read, rows(source, columns=tuple(table.forms), faults=faults))
    while batch := list(islice(sound, BATCH)):
        if faults.count:
            raise ChangedMeanwhile
        yield batch
    if faults.count:
        raise ChangedMeanwhile
