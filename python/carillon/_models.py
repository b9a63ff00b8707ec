"""The models, made from the description that Carillon gives at the start of a run."""

from difflib import get_close_matches

from ._query import Column, Query, Relation
from ._values import pack, unpack
from ._wire import call

_models = {}


class _Model(type):
    @property
    def query(cls):
        return Query(cls)

    def _attribute(cls, name):
        found = cls._columns.get(name) or cls._relations.get(name)
        if found is None:
            raise AttributeError(_unknown(cls, name))
        return found

    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._attribute(name)


def _unknown(model, name):
    names = [*model._columns, *model._relations]
    near = get_close_matches(name, names, 1)
    meant = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(sorted(names))}"
    return f"{model.__name__} has no {name!r}{meant}"


class Row(metaclass=_Model):
    _columns = {}
    _relations = {}
    _writable = frozenset()
    _known = {}

    def __init__(self, **values):
        object.__setattr__(self, "_values", {})
        object.__setattr__(self, "_dirty", {})
        for name, value in values.items():
            setattr(self, name, value)

    @classmethod
    def _from_row(cls, cells):
        known = cls._known.get(cells[0])
        if known is not None:
            return known
        row = cls.__new__(cls)
        values = dict(zip(cls._names, cells))
        for name, kind in cls._kinds:
            values[name] = unpack(values[name], kind)
        object.__setattr__(row, "_values", values)
        object.__setattr__(row, "_dirty", {})
        cls._known[cells[0]] = row
        return row

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        model = type(self)
        if name in model._columns:
            return self._values.get(name)
        relation = model._relations.get(name)
        if relation is None:
            raise AttributeError(_unknown(model, name))
        target = _models[relation._target]
        key = self._values.get(relation._here)
        if key is None:
            return [] if relation._many else None
        if not relation._many and relation._there == "id":
            return target.query.get(key)
        query = target.query.filter_by(**{relation._there: key})
        return query.all() if relation._many else query.first()

    def __setattr__(self, name, value):
        model = type(self)
        if name not in model._columns:
            raise AttributeError(_unknown(model, name))
        if name not in model._writable:
            raise AttributeError(f"a scenario cannot change {model.__name__}.{name}")
        # Told at this line, not where it is committed.
        pack(value)
        if name not in self._dirty:
            self._dirty[name] = self._values.get(name)
        self._values[name] = value
        if self._values.get("id") is not None:
            db.session._touched[(model.__name__, self._values["id"])] = self

    def __repr__(self):
        shown = self._values.get("name") or self._values.get("title") or self._values.get("id")
        return f"<{type(self).__name__} {shown!r}>"


class _Session:
    """Collects changes; nothing is done before the scenario has ended well."""

    def __init__(self):
        # Rows by their place in memory, since a row that is new has no id yet.
        self._new, self._touched, self._gone = {}, {}, {}

    def add(self, row):
        if not isinstance(row, Row):
            raise TypeError("only rows of the models can be added")
        if row._values.get("id") is None:
            self._new[id(row)] = row

    def add_all(self, rows):
        for row in rows:
            self.add(row)

    def delete(self, row):
        if self._new.pop(id(row), None) is not None:
            return
        self._gone[(type(row).__name__, row.id)] = row

    def flush(self):
        """Hands the changes over to be checked; they are kept when the scenario ends well."""
        for place, row in list(self._new.items()):
            values = {name: pack(row._values.get(name)) for name in row._dirty}
            identity = call("add", model=type(row).__name__, values=values)
            row._values["id"] = identity
            type(row)._known[identity] = row
            row._dirty.clear()
            del self._new[place]
        for key, row in list(self._touched.items()):
            if key not in self._gone and row._dirty:
                call("change", model=key[0], id=key[1], values={name: pack(row._values.get(name)) for name in row._dirty})
                row._dirty.clear()
            del self._touched[key]
        for key in list(self._gone):
            call("delete", model=key[0], id=key[1])
            del self._gone[key]

    def commit(self):
        self.flush()
        call("commit")

    def rollback(self):
        for row in self._touched.values():
            row._values.update(row._dirty)
            row._dirty.clear()
        self._new, self._touched, self._gone = {}, {}, {}
        call("rollback")

    def refresh(self, row):
        """Nothing to do: within a run a row is read once."""

    def query(self, model):
        return Query(model)

    def get(self, model, key):
        return Query(model).get(key)

    def _unsaved(self):
        changed = [row for row in self._touched.values() if row._dirty]
        return len(self._new) + len(changed) + len(self._gone)


class _Database:
    def __init__(self):
        self.session = _Session()


db = _Database()


def make_models(descriptions):
    """One class a model; the first column is always `id`."""
    for described in descriptions:
        columns = described["columns"]
        body = {
            "__doc__": described["about"],
            "__module__": "carillon",
            "_names": [each["name"] for each in columns],
            "_kinds": [(each["name"], each["kind"]) for each in columns if each["kind"] in ("moment", "day")],
            "_writable": frozenset(each["name"] for each in columns if each["writable"]),
            "_known": {},
        }
        model = _Model(described["name"], (Row,), body)
        model._columns = {each["name"]: Column(each["name"]) for each in columns}
        model._relations = {
            each["name"]: Relation(each["name"], each["model"], each["here"], each["there"], each["many"])
            for each in described["relations"]
        }
        _models[described["name"]] = model
    return dict(_models)
