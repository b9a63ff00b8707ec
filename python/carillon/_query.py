"""Questions to the school's data, written as with Flask-SQLAlchemy."""

from ._values import pack
from ._wire import call

PAGE = 5000


class Criterion:
    """A condition; combine with & and |, turn round with ~."""

    def __init__(self, node):
        self._node = node

    def __and__(self, other):
        return and_(self, other)

    def __or__(self, other):
        return or_(self, other)

    def __invert__(self):
        return Criterion(["not", self._node])

    def __bool__(self):
        raise TypeError("a condition has no truth value: combine conditions with & and |, not with and / or")


def _node(criterion):
    if isinstance(criterion, Criterion):
        return criterion._node
    if criterion is True:
        return ["and"]
    if criterion is False:
        return ["or"]
    raise TypeError(f"a condition such as Course.level == 'BBG' is needed, not {type(criterion).__name__}")


def and_(*criteria):
    return Criterion(["and", *[_node(each) for each in criteria]])


def or_(*criteria):
    return Criterion(["or", *[_node(each) for each in criteria]])


def not_(criterion):
    return Criterion(["not", _node(criterion)])


class Order:
    def __init__(self, column, direction):
        self.column, self.direction = column, direction


def desc(column):
    return column.desc()


def asc(column):
    return column.asc()


class Column:
    """A column of a model, in a condition or an order."""

    __hash__ = object.__hash__

    def __init__(self, name):
        self._name = name

    def _compare(self, operator, other):
        if isinstance(other, Column):
            return Criterion(["columns", self._name, operator, other._name])
        return Criterion(["compare", self._name, operator, pack(other)])

    def __eq__(self, other):
        return self.is_(None) if other is None else self._compare("=", other)

    def __ne__(self, other):
        return self.is_not(None) if other is None else self._compare("!=", other)

    def __lt__(self, other):
        return self._compare("<", other)

    def __le__(self, other):
        return self._compare("<=", other)

    def __gt__(self, other):
        return self._compare(">", other)

    def __ge__(self, other):
        return self._compare(">=", other)

    def in_(self, values):
        if isinstance(values, Query):
            raise TypeError("give in_() a list: [row.id for row in query]")
        return Criterion(["in", self._name, [pack(each) for each in values]])

    def not_in(self, values):
        return ~self.in_(values)

    notin_ = not_in

    def like(self, pattern):
        return Criterion(["like", self._name, pattern, False])

    def ilike(self, pattern):
        return Criterion(["like", self._name, pattern, True])

    def not_like(self, pattern):
        return ~self.like(pattern)

    notlike = not_like

    def contains(self, text):
        return self.like("%" + _plain(text) + "%")

    def startswith(self, text):
        return self.like(_plain(text) + "%")

    def endswith(self, text):
        return self.like("%" + _plain(text))

    def between(self, low, high):
        return and_(self >= low, self <= high)

    def is_(self, value):
        return Criterion(["null", self._name]) if value is None else self._compare("=", value)

    def is_not(self, value):
        return ~self.is_(value)

    isnot = is_not

    def asc(self):
        return Order(self._name, "asc")

    def desc(self):
        return Order(self._name, "desc")


def _plain(text):
    return str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class Relation:
    """What belongs to a row: `course.sessions`, or a condition on it: `Course.sessions.any(...)`."""

    __hash__ = object.__hash__

    def __init__(self, name, target, here, there, many):
        self._name, self._target, self._here, self._there, self._many = name, target, here, there, many

    def __eq__(self, row):
        if row is None:
            return Criterion(["null", self._here])
        return Criterion(["compare", self._here, "=", getattr(row, self._there)])

    def any(self, *criteria, **values):
        inner = [_node(each) for each in criteria] + [_equal(name, value) for name, value in values.items()]
        return Criterion(["related", self._name, ["and", *inner]])

    has = any


def _equal(name, value):
    if value is None:
        return ["null", name]
    return ["compare", name, "=", pack(value)]


class Query:
    """A question to one model. Each method gives a new question; `all`, `first`, `count` … ask it."""

    def __init__(self, model, where=(), order=(), limit=None, offset=0):
        self._model, self._where, self._order, self._limit, self._offset = model, where, order, limit, offset

    def _with(self, **changes):
        parts = {
            "where": self._where,
            "order": self._order,
            "limit": self._limit,
            "offset": self._offset,
            **changes,
        }
        return Query(self._model, **parts)

    def filter(self, *criteria):
        return self._with(where=(*self._where, *[_node(each) for each in criteria]))

    where = filter

    def filter_by(self, **values):
        nodes = []
        for name, value in values.items():
            own = self._model._attribute(name)
            nodes.append((own == value)._node)
        return self._with(where=(*self._where, *nodes))

    def order_by(self, *orders):
        pairs = []
        for each in orders:
            if isinstance(each, Column):
                each = each.asc()
            elif isinstance(each, str):
                each = self._model._attribute(each).asc()
            if not isinstance(each, Order):
                raise TypeError("order by columns, such as Course.name or Course.name.desc()")
            pairs.append([each.column, each.direction])
        return self._with(order=(*self._order, *pairs))

    def limit(self, count):
        return self._with(limit=count)

    def offset(self, count):
        return self._with(offset=count)

    def _ask(self, mode, limit, offset):
        return call(
            "query",
            model=self._model.__name__,
            mode=mode,
            where=["and", *self._where],
            order=list(self._order),
            limit=limit,
            offset=offset,
        )

    def all(self):
        rows, offset = [], self._offset
        while self._limit is None or len(rows) < self._limit:
            wanted = PAGE if self._limit is None else min(PAGE, self._limit - len(rows))
            page = self._ask("rows", wanted, offset)
            rows += [self._model._from_row(row) for row in page]
            if len(page) < wanted:
                break
            offset += wanted
        return rows

    def __iter__(self):
        return iter(self.all())

    def first(self):
        if self._limit == 0:
            return None
        page = self._ask("rows", 1, self._offset)
        return self._model._from_row(page[0]) if page else None

    def one_or_none(self):
        page = self._ask("rows", 2, self._offset)
        if len(page) > 1:
            raise LookupError(f"more than one {self._model.__name__} answers this question")
        return self._model._from_row(page[0]) if page else None

    def one(self):
        row = self.one_or_none()
        if row is None:
            raise LookupError(f"no {self._model.__name__} answers this question")
        return row

    def get(self, key):
        known = self._model._known.get(key)
        if known is not None:
            return known
        return self.filter(self._model._attribute("id") == key).first()

    def count(self):
        total = max(0, self._ask("count", 0, 0) - self._offset)
        return total if self._limit is None else min(total, self._limit)

    def exists(self):
        return self.first() is not None

    def __len__(self):
        raise TypeError("use .count() to count, or len(query.all())")

    def __getitem__(self, index):
        if isinstance(index, slice) and index.step is None:
            start = index.start or 0
            query = self.offset(self._offset + start)
            return (query if index.stop is None else query.limit(max(0, index.stop - start))).all()
        return self.all()[index]
