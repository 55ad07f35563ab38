"""Altair, dark and in Japanese: a GraphQL client, with the server of a library as its backend."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, running
from tests.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand


_SERVER = """
const http = require("http"), fs = require("fs"), path = require("path");
const { graphql, buildSchema } = require("graphql");
const { renderAltair, getDistDirectory } = require("altair-static");
const schema = buildSchema(`
  type Author { name: String! born: Int }
  type Book { id: ID! title: String! year: Int! pages: Int! author: Author! }
  type Query { books(before: Int): [Book!]! book(id: ID!): Book }
  type Mutation { addBook(title: String!, year: Int!): Book! }
`);
const books = [
  ["吾輩は猫である", 1905, 345, "夏目漱石", 1867], ["羅生門", 1915, 28, "芥川龍之介", 1892],
  ["銀河鉄道の夜", 1934, 120, "宮沢賢治", 1896], ["雪国", 1937, 176, "川端康成", 1899],
].map(([title, year, pages, name, born], at) => ({ id: at + 1, title, year, pages, author: { name, born } }));
const root = {
  books: ({ before }) => books.filter((book) => book.year < (before ?? 9999)),
  book: ({ id }) => books.find((book) => book.id == id),
  addBook: () => { throw new Error("The catalogue is closed for the night."); },
};
const query = "{\\n  books {\\n    title\\n    year\\n  }\\n}";
const page = renderAltair({
  baseURL: "/altair/", endpointURL: "/graphql", initialQuery: query,
  initialSettings: { theme: "dracula", language: "ja-JP" },
});
const kinds = { ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
http.createServer((request, response) => {
  const where = request.url.split("?")[0];
  if (where === "/graphql") {
    let body = "";
    request.on("data", (part) => (body += part)).on("end", async () => {
      const { query: source, variables: variableValues, operationName } = JSON.parse(body || "{}");
      const found = await graphql({ schema, source, rootValue: root, variableValues, operationName });
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(found));
    });
    return;
  }
  const file = path.join(getDistDirectory(), where.replace("/altair/", "/"));
  if (where !== "/altair/" && fs.existsSync(file) && fs.statSync(file).isFile()) {
    response.setHeader("Content-Type", kinds[path.extname(file)] ?? "application/octet-stream");
    return fs.createReadStream(file).pipe(response);
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8").end(page);
}).listen(+process.argv[2], "127.0.0.1");
"""

_CLOSED = "A book is to be added; the answer is an error: the catalogue is closed for the night."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    port = free_port()
    (folder / "server.cjs").write_text(_SERVER)
    address = f"http://127.0.0.1:{port}/altair/"
    with running(["node", "server.cjs", str(port)], address, folder, {"NODE_PATH": str(npm_of("altair"))}):
        yield address


async def _query(hand: Hand) -> None:
    await hand.click(hand.by("button", "リクエスト送信"))
    await hand.click(hand.by("button", "ドキュメント"))
    await hand.click(hand.at("app-doc-viewer span:text-is('Query')"))
    await hand.click(hand.by("tab", "レスポンスヘッダー"))
    await hand.click(hand.by("tab", "Auth"))
    await hand.click(hand.by("tab", "クエリ"))
    await hand.click(hand.at(".window-switcher__item:has-text('新規追加')"))


async def _closed(hand: Hand) -> None:
    query = hand.at(".cm-content >> nth=1", "textbox")
    await hand.click(hand.by("button", "リクエスト送信"))
    await hand.click(query)
    await hand.key(query, "Control+a")
    await hand.type(query, 'mutation {addBook(title: "こころ", year: 1914) {id')
    await hand.click(hand.by("button", "リクエスト送信"))
    await hand.page.locator("text=closed for the night").first.wait_for()


APP = App(
    "altair",
    "scored",
    _start,
    (Flow("query", _query), Flow("closed", _closed, _CLOSED)),
    npm=(
        "altair-static@8.5.9",
        "graphql@16.11.0",
    ),
    is_dark=True,
)
