"""The sixty people of the demo company: a tree of roles from the chief executive down to each representative."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import table, world
from swell.demo.identifiers import identifiers
from swell.demo.names import distinct_people, full_names, mail_addresses
from swell.demo.settings import DEFAULT_ROWS, Demo
from swell.demo.table import Booleans, Column, DemoTable, Floats, Integers
from swell.demo.world import ENTERPRISE, MID_MARKET, SMALL_BUSINESS

_EVERY_SEGMENT = (ENTERPRISE, MID_MARKET, SMALL_BUSINESS)
_VICE_PRESIDENTS = (("VP Americas", (0, 1)), ("VP EMEA", (2, 3)), ("VP Asia Pacific", (4,)))
# Region, what the team is called, the segments it sells to, how many representatives it has, and what each of them is
# to sell in the present year at the default size of the demo.
_TEAMS = (
    (0, "Enterprise", (ENTERPRISE,), 4, 4_200_000),
    (0, "Mid-Market", (MID_MARKET,), 5, 2_200_000),
    (0, "Small Business", (SMALL_BUSINESS,), 4, 800_000),
    (1, "All Segments", _EVERY_SEGMENT, 3, 2_200_000),
    (2, "Larger Accounts", (ENTERPRISE, MID_MARKET), 4, 4_000_000),
    (2, "Small Business", (SMALL_BUSINESS,), 3, 700_000),
    (3, "Larger Accounts", (ENTERPRISE, MID_MARKET), 3, 4_800_000),
    (3, "Small Business", (SMALL_BUSINESS,), 2, 1_000_000),
    (4, "All Segments", _EVERY_SEGMENT, 4, 3_200_000),
)
_AGENTS = 8


@record
class _Post:
    """A place in the company: its role, the post above it, and whom it sells to (representatives only)."""

    role: str
    above: int
    title: str
    department: str
    region: int | None = None
    segments: tuple[int, ...] = ()
    quota: int = 0


def _organisation() -> tuple[_Post, ...]:
    posts = [_Post("CEO", -1, "Chief Executive Officer", "Management")]
    directors: dict[int, int] = {}
    for role, regions in _VICE_PRESIDENTS:
        posts.append(_Post(role, 0, "Vice President", "Sales"))
        vice_president = len(posts) - 1
        for region in regions:
            directors[region] = len(posts)
            posts.append(
                _Post(f"Director {world.REGIONS[region]}", vice_president, "Regional Director", "Sales", region)
            )
    for region, team, segments, size, quota in _TEAMS:
        name = f"{world.REGIONS[region]} {team}"
        manager = len(posts)
        posts.append(_Post(f"Manager {name}", directors[region], "Sales Manager", "Sales", region))
        posts += [_Post(f"Rep {name}", manager, "Account Executive", "Sales", region, segments, quota)] * size
    vice_president = len(posts)
    posts.append(_Post("VP Customer Service", 0, "Vice President", "Service"))
    posts.append(_Post("Manager Customer Service", vice_president, "Service Manager", "Service"))
    posts += [_Post("Service Agent", vice_president + 1, "Service Agent", "Service")] * _AGENTS
    return tuple(posts)


POSTS = _organisation()


@record(eq=False)
class Users:
    """The users as other objects refer to them, by position.

    `role` is the position of each user's role in `role_names` and `role_paths` (the role and all above it, from the top
    down). `roles` lists for each user the same roles in alphabetical order. `quotas` is what each is to sell in a year.
    """

    ids: pa.Array
    names: pa.Array
    role: Integers
    role_names: tuple[str, ...]
    role_paths: tuple[str, ...]
    roles: pa.Array
    agents: Integers
    quotas: Floats
    table: DemoTable

    def representatives(self, region: int, segment: int) -> Integers:
        """Return the positions of those who sell to a segment in a region; there is always one."""
        return np.array(
            [at for at, post in enumerate(POSTS) if post.region == region and segment in post.segments], dtype=np.int64
        )

    def columns(self, rows: Integers) -> tuple[Column, ...]:
        """Return the fields that other datasets carry of the owner of each of their rows."""
        return (
            table.choice("OwnerId", "Owner ID", rows, self.ids),
            table.choice("Owner.Name", "Owner", rows, self.names),
            table.choice("Owner.Role", "Owner Role", self.role[rows], self.role_names),
        )

    def role_columns(self, rows: Integers) -> tuple[Column, ...]:
        """Return the roles above the owner of each row, as row-level security asks for them."""
        return (
            table.choice("Owner.RolePath", "Owner Role Path", self.role[rows], self.role_paths),
            table.lists("Owner.Roles", "Owner Role and Roles Above", self.roles.take(pa.array(rows))),
        )


def make_users(settings: Demo) -> Users:
    """Return the users and their dataset."""
    random = settings.generator("users")
    count = len(POSTS)
    given, family = distinct_people(random, count)
    names = full_names(given, family)
    chains = [_chain(position) for position in range(count)]
    paths = {chain[-1]: " > ".join(chain) for chain in chains}
    role_names, role_paths = tuple(paths), tuple(paths.values())
    role = np.array([role_names.index(post.role) for post in POSTS], dtype=np.int64)
    roles = pa.array([sorted(chain) for chain in chains])
    above = np.array([max(post.above, 0) for post in POSTS], dtype=np.int64)
    top = np.array([post.above < 0 for post in POSTS])
    ids = identifiers("005", count)
    scale = settings.rows / DEFAULT_ROWS
    quotas: Floats = np.ceil(np.array([post.quota for post in POSTS]) * scale / 1_000) * 1_000
    hired = settings.first_day - random.integers(30, 2_600, count)
    columns = (
        table.text("Id", "User ID", ids),
        table.text("Name", "Full Name", names),
        table.text("Email", "Email", mail_addresses(given, family)),
        table.text("Title", "Title", pa.array([post.title for post in POSTS])),
        table.text("Department", "Department", pa.array([post.department for post in POSTS])),
        table.text("Region", "Region", pa.array([_region(post) for post in POSTS])),
        table.choice("Role", "Role", role, role_names),
        table.choice("RolePath", "Role Path", role, role_paths),
        table.lists("Roles", "Role and Roles Above", roles),
        table.text("ManagerId", "Manager ID", _masked(ids.take(pa.array(above)), top)),
        table.text("Manager.Name", "Manager", _masked(names.take(pa.array(above)), top)),
        table.flag("IsActive", "Active", np.ones(count, dtype=np.bool_)),
        table.number("Quota", "Annual Quota", quotas, table.MONEY, quotas == 0),
        table.day("HireDate", "Hire Date", hired),
    )
    agents = np.array([at for at, post in enumerate(POSTS) if post.role == "Service Agent"], dtype=np.int64)
    dataset = table.assemble("users", "Users", columns)
    return Users(ids, names, role, role_names, role_paths, roles, agents, quotas, dataset)


def _chain(position: int) -> list[str]:
    """Return the role at a position and those above it, from the top down, each once."""
    chain: list[str] = []
    while position >= 0:
        chain.insert(0, POSTS[position].role)
        position = POSTS[position].above
    return chain


def _region(post: _Post) -> str | None:
    return None if post.region is None else world.REGIONS[post.region]


def _masked(values: pa.Array, nulls: Booleans) -> pa.Array:
    return pa.array(np.where(nulls, None, values.to_numpy(zero_copy_only=False)), pa.string())
