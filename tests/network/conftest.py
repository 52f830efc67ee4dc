"""A small world for the pages of the network."""

import pytest

from tests.rights.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
