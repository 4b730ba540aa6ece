"""The texts of all files that an import writes, or adds to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from papertrail.core import Paper, TopicPath
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.core.settings import Settings
from papertrail.importing.inputs import Listed, Options, folder_of
from papertrail.importing.matching import Filing, Work
from papertrail.importing.registry_names import folded, institutions_of, key, series_of
from papertrail.importing.topic_tree import node_of, tree_of
from papertrail.records.files import Sources
from papertrail.records.library import Library
from papertrail.text.strings import unique_slugs
from papertrail.yaml.edit_links import add_link
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.edit_registry import add_alias, add_topic, append_entry
from papertrail.yaml.nodes import Mapping as MappingNode
from papertrail.yaml.nodes import Sequence as SequenceNode
from papertrail.yaml.parse import parse
from papertrail.yaml.write import entries as registry_text
from papertrail.yaml.write_record import record


class Changes:
    """The texts of all files that an import writes."""

    def __init__(
        self,
        sources: Sources,
        settings: Settings,
        library: Library,
        filing: Filing,
        lists: Sequence[Listed],
        options: Options,
    ) -> None:
        self._sources = sources
        self._settings = settings
        self._library = library
        self._filing = filing
        self._lists = lists
        self._options = options
        self._records = dict(sources.records)
        self._paths = {record.id: record.path for record in library.records}
        self._registries = {path.rpartition("/")[2]: data.decode("utf-8-sig") for path, data in sources.registries}

    def files(self) -> dict[str, str]:
        """New texts by path; what stays as it is is not among them."""
        found: dict[str, str] = {}
        for work in self._filing.works.values():
            if work.present is None:
                found[self._path(work.paper.id)] = self._new_record(work)
            elif work.new_topics or work.new_links:
                path = self._paths[work.paper.id]
                found[path] = self._grown(self._records[path].decode(), work)
        found |= self._topics()
        found |= self._names("_venues.yml", series_of, None)
        urls = {
            name: url
            for found_list in self._lists
            for _, entry, _ in found_list.placed
            for name, url in entry.reading.institution_urls.items()
        }
        found |= self._names("_institutions.yml", institutions_of, urls)
        for item in self._lists:
            if not item.flat and not item.present:
                found[f"{self._settings.papers}/_lists/{self._slug(item.name)}.md"] = item.document.prose
        return found

    def applied(self, files: Mapping[str, str]) -> Sources:
        """The project with these files in it."""
        papers = self._settings.papers
        records = dict(self._sources.records)
        registries = dict(self._sources.registries)
        prose = {path: (name, data) for name, path, data in self._sources.prose}
        for path, text in files.items():
            name = path.rpartition("/")[2]
            if path.startswith(f"{papers}/_lists/"):
                prose[path] = (name.removesuffix(".md"), text.encode())
            elif name.startswith("_"):
                registries[path] = text.encode()
            else:
                records[path] = text.encode()
        return replace(
            self._sources,
            records=tuple(records.items()),
            registries=tuple(registries.items()),
            prose=tuple((name, path, data) for path, (name, data) in prose.items()),
        )

    def _path(self, id: str) -> str:
        return f"{folder_of(self._settings, self._options)}/{id}.yml"

    def _slug(self, name: str) -> str:
        known = [topic.name for topic in self._library.registries.topics or ()]
        names = list(dict.fromkeys([*known, *(item.name for item in self._lists)]))
        return unique_slugs(names)[name]

    def _new_record(self, work: Work) -> str:
        schema = "../" * (self._path(work.paper.id).count("/")) + "schema/paper.schema.json"
        notes: dict[str, list[str]] = {}
        for file, name, _, other in work.differences:
            notes.setdefault(name, []).append(f"{PurePosixPath(file).name} says: {other}")
        several = len(work.paper.topics) > 1
        source = [(" > ".join(topic) if several and topic else None, raw) for topic, raw in work.paper.sources]
        return record(
            replace(work.paper, sources=(), added=work.paper.added or self._options.added),
            schema=schema if self._options.schema else None, source=source, notes=notes,
        )  # fmt: skip

    def _grown(self, text: str, work: Work) -> str:
        for topic in work.new_topics:
            text = add_to_list(text, _record_root(text), "topic", " > ".join(topic))
        for link in work.new_links:
            text = add_link(text, _record_root(text), link.label, link.url)
        return text

    def _topics(self) -> dict[str, str]:
        """The topic tree with the lists of the documents, in their order."""
        path = f"{self._settings.papers}/_topics.yml"
        nodes = [node_of(item) for item in self._lists if not item.present]
        documents = [node_of(item) for item in self._lists if not item.present and not item.flat]
        text = self._registries.get("_topics.yml")
        if text is None and not self._library.papers:
            return {path: self._schema_line("topics") + registry_text(nodes)} if nodes else {}
        if text is None:  # any topic is accepted as long as there is no tree
            filed = dict.fromkeys(topic for paper in self._library.papers for topic in paper.topics)
            found = [*tree_of(filed), *documents]
            return {path: self._schema_line("topics") + registry_text(found)} if documents else {}
        before = text
        for node in documents:
            text = append_entry(text, _list_root(text), node)
        for topic in dict.fromkeys(run.topic for item in self._lists if item.flat for run in item.document.runs):
            text = _with_topic(text, topic)
        return {path: text} if text != before else {}

    def _schema_line(self, name: str) -> str:
        return f"# yaml-language-server: $schema=../schema/{name}.schema.json\n" if self._options.schema else ""

    def _names(
        self, file: str, names_of: Callable[[Iterable[Paper]], Counter[str]], urls: Mapping[str, str] | None
    ) -> dict[str, str]:
        """A registry of the names found: made where there is none and no records either, else grown."""
        path = f"{self._settings.papers}/{file}"
        works = [work.paper for work in self._filing.works.values() if work.present is None]
        names = names_of(works)
        text = self._registries.get(file)
        if text is None:
            if self._library.papers or not names:
                return {}
            schema = self._schema_line(file.strip("_").removesuffix(".yml"))
            return {path: schema + registry_text([name.data() for name in folded(names, urls)])}
        before = text
        registries = self._library.registries
        registry = registries.venues if file == "_venues.yml" else registries.institutions
        known = {name: entry.names[0] for name, entry in registry.by_name.items()} if registry else {}
        by_key = {key(name): owner for name, owner in known.items()}
        for name in folded(names, urls):
            for spelling in (name.name, *name.aliases):
                if spelling in known:
                    continue
                root = _list_root(text)
                if (owner := by_key.get(key(spelling))) and root is not None:
                    text = add_alias(text, root, owner, spelling)
                else:
                    entry = name.data() if name.aliases or name.url else name.name
                    text = append_entry(text, root, entry if spelling == name.name else spelling)
                    by_key.update({key(n): name.name for n in (name.name, *name.aliases)})
                    known.update(dict.fromkeys((name.name, *name.aliases), name.name))
        return {path: text} if text != before else {}


def _record_root(text: str) -> MappingNode:
    root, _ = parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), RECORD_LIMITS)
    if not isinstance(root, MappingNode):
        raise PapertrailError("a record could not be read")
    return root


def _list_root(text: str) -> SequenceNode | None:
    root, _ = parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), REGISTRY_LIMITS)
    return root if isinstance(root, SequenceNode) else None


def _with_topic(text: str, topic: TopicPath) -> str:
    """A topic tree in which a topic and those above it are."""
    for end in range(1, len(topic) + 1):
        root = _list_root(text)
        text = add_topic(text, root, topic[: end - 1], topic[end - 1]) if root else append_entry(text, None, topic[0])
    return text
