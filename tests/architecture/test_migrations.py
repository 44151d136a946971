"""Each app has one line of history, and no model is ahead of it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import APPS


@pytest.mark.parametrize("app", APPS)
def test_history_is_one_line(app):
    loader = MigrationLoader(None)

    assert len(loader.graph.leaf_nodes(app)) == 1
    for key, node in loader.graph.node_map.items():
        if key[0] == app:
            assert len([child for child in node.children if child.key[0] == app]) <= 1


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_migration_is_applied_in_the_test_database():
    loader = MigrationLoader(connection)

    assert set(loader.disk_migrations) <= set(loader.applied_migrations)
