//! What is recognised, and what is not.

use super::{Held, PageStyle, Pages};
use crate::plan::tests::planned;

/// The pages of an operation with such parameters, each as `name: type`, and such a schema of its answer.
fn pages_with(parameters: &[&str], answer: &str, config: &str) -> Option<Pages> {
    let parameters = parameters.iter().map(|parameter| {
        let (name, ty) = parameter.split_once(": ").expect("a name and a type");
        format!("{{name: {name}, in: query, schema: {{type: {ty}}}}}")
    });
    let parameters: Vec<_> = parameters.collect();
    let spec = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{/p: {{get: {{operationId: list, \
         parameters: [{}], responses: {{'200': {{description: d, content: {{application/json: \
         {{schema: {answer}}}}}}}}}}}}}}}\n",
        parameters.join(", ")
    );
    let plan = planned(&spec, config);
    plan.methods().next().expect("one method").pages.clone()
}

fn style(parameters: &[&str], answer: &str) -> Option<PageStyle> {
    pages_with(parameters, answer, "").map(|pages| pages.style)
}

/// A schema of an object with these members.
fn object(members: &str) -> String {
    format!("{{type: object, properties: {{{members}}}}}")
}

fn by_cursor(parameter: &str, next: &[&str]) -> Option<PageStyle> {
    Some(PageStyle::Cursor {
        parameter: parameter.to_owned(),
        next: path(next),
        more: Vec::new(),
    })
}

fn by_url(next: &[&str], items: &[&str]) -> Option<PageStyle> {
    let (next, items) = (path(next), path(items));
    Some(PageStyle::Url { next, items })
}

fn path(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|&step| step.to_owned()).collect()
}

const DATA: &str = "data: {type: array, items: {type: string}}";

#[test]
fn a_text_is_no_number_of_items_or_of_a_page() {
    let limit = "limit: integer";
    let plain = object(DATA);
    assert!(matches!(
        style(&["offset: integer", limit], &plain),
        Some(PageStyle::Offset { .. })
    ));
    assert_eq!(style(&["offset: string", limit], &plain), None);
    let next = object(&format!(
        "{DATA}, next_page: {{type: object, nullable: true, properties: {{offset: {{type: string}}, \
         uri: {{type: string}}}}}}"
    ));
    assert_eq!(
        style(&["offset: string", limit], &next),
        by_cursor("offset", &["next_page", "offset"])
    );
    let numbered = object(&format!("{DATA}, page: {{type: integer}}"));
    assert!(matches!(
        style(&["page: integer"], &numbered),
        Some(PageStyle::Number { .. })
    ));
    assert_eq!(style(&["page: string"], &numbered), None);
}

#[test]
fn what_the_user_has_types_for_is_seen_as_described() {
    let chosen = |parameters: &[&str], answer: &str, config: &str| {
        pages_with(parameters, answer, config).map(|pages| pages.style)
    };
    let cursor = "{type: string, format: uuid}";
    let answer = object(&format!("{DATA}, next_cursor: {cursor}"));
    let formats = "[formats]\nuuid = 'uuid::Uuid'\n";
    let found = chosen(&["cursor: string, format: uuid"], &answer, formats);
    assert_eq!(found, by_cursor("cursor", &["next_cursor"]));

    let place = "#/paths/~1p/get/responses/200/content/application~1json/schema/properties";
    let within = format!("[types.'{place}/meta']\nuse = 'crate::Meta'\n");
    let next = object("next_cursor: {type: string}");
    let answer = object(&format!("{DATA}, meta: {next}"));
    let found = chosen(&["cursor: string"], &answer, &within);
    assert_eq!(found, by_cursor("cursor", &["meta", "next_cursor"]));

    let numbered = object(&format!("{DATA}, page: {{type: integer}}"));
    let number = format!("[types.'{place}/page']\nuse = 'std::num::NonZeroU32'\n");
    let found = chosen(&["page: integer"], &numbered, &number);
    assert!(matches!(found, Some(PageStyle::Number { .. })), "{found:?}");
    let list = format!("[types.'{place}/data']\nuse = 'crate::List'\n");
    assert_eq!(chosen(&["page: integer"], &numbered, &list), None);
}

#[test]
fn the_next_link_of_odata_is_an_address() {
    let answer = |next: &str, list: &str| {
        object(&format!(
            "'{next}': {{type: string}}, {list}: {{type: array, items: {{type: string}}}}, \
             more: {{type: array, items: {{type: string}}}}"
        ))
    };
    for name in ["@odata.nextLink", "nextLink"] {
        assert_eq!(
            style(&[], &answer(name, "value")),
            by_url(&[name], &["value"])
        );
        assert_eq!(style(&[], &answer(name, "data")), None);
    }
}

#[test]
fn next_and_previous_are_cursors_where_one_is_taken() {
    let answer = |format: &str| {
        let text = format!("{{type: string, nullable: true{format}}}");
        object(&format!("{DATA}, next: {text}, previous: {text}"))
    };
    let url = || by_url(&["next"], &["data"]);
    let cursor = ["cursor: string"];
    assert_eq!(style(&cursor, &answer("")), by_cursor("cursor", &["next"]));
    for format in ["uri", "uri-reference", "url"] {
        assert_eq!(
            style(&cursor, &answer(&format!(", format: {format}"))),
            url()
        );
    }
    assert_eq!(style(&["page: integer"], &answer("")), url());
}

#[test]
fn the_list_stands_where_what_follows_is_said() {
    let cursor = ["cursor: string"];
    let list = |name: &str| format!("{name}: {{type: array, items: {{type: string}}}}");
    let next = "next_cursor: {type: string}";
    let within = |name: &str, members: &str| format!("{name}: {}", object(members));
    let items = |members: &[String]| {
        let pages = pages_with(&cursor, &object(&members.join(", ")), "")?;
        let steps = pages.items.steps.iter();
        let steps: Vec<String> = steps.map(|step| step.field.to_string()).collect();
        Some(steps.join("."))
    };
    let deep = within("page", &format!("{}, {next}", list("things")));
    let in_deep = Some("page.things".to_owned());
    assert_eq!(items(std::slice::from_ref(&deep)), in_deep);
    for name in ["errors", "links", "messages", "warnings", "tags"] {
        assert_eq!(items(&[list(name), deep.clone()]), in_deep, "{name}");
    }
    // One that has the name of a list is it; and one with messages about the page is none.
    let meta = within("meta", &format!("{}, {next}", list("messages")));
    let data = Some("data".to_owned());
    assert_eq!(items(&[list("data"), deep.clone()]), data);
    let things = Some("things".to_owned());
    assert_eq!(items(&[list("things"), meta.clone()]), things);
    assert_eq!(
        items(&[list("messages"), meta]),
        Some("messages".to_owned())
    );
    let beside = [list("errors"), list("things"), next.to_owned()];
    assert_eq!(items(&beside), things);
    assert_eq!(items(&[list("errors"), next.to_owned()]), None);
    let both = [list("errors"), list("messages"), next.to_owned()];
    assert_eq!(items(&both), None);
    // Which of several it is, nobody can tell.
    let other = within("other", &list("things"));
    assert_eq!(items(&[deep.clone(), other]), None);
    let several = within("page", &format!("{}, {}, {next}", list("a"), list("b")));
    assert_eq!(items(&[list("tags"), several]), None);
}

#[test]
fn the_list_that_a_path_asks_for_goes_before_others() {
    let list = |name: &str| format!("{name}: {{type: array, items: {{type: string}}}}");
    let items = |names: &[&str]| {
        let lists = names.iter().map(|name| list(name));
        let lists: Vec<String> = lists
            .chain(["next_cursor: {type: string}".to_owned()])
            .collect();
        let pages = pages_with(&["cursor: string"], &object(&lists.join(", ")), "")?;
        pages.items.steps.first().map(|step| step.field.to_string())
    };
    // The path is `/p`.
    assert_eq!(items(&["others", "p"]), Some("p".to_owned()));
    assert_eq!(items(&["data", "p"]), Some("p".to_owned()));
    assert_eq!(items(&["others", "data"]), Some("data".to_owned()));
    assert_eq!(items(&["others", "more"]), None);
}

#[test]
fn a_list_in_a_single_thing_is_no_list_of_things() {
    let list = |name: &str| format!("{name}: {{type: array, items: {{type: string}}}}");
    let within = |name: &str, members: &str| format!("{name}: {}", object(members));
    let style = |answer: &str| style(&["offset: integer", "limit: integer"], &object(answer));
    // Whether it comes in pages is not said beside it, and it may be a part of what was asked for.
    assert_eq!(style(&within("profile", &list("tags"))), None);
    for name in ["p", "items"] {
        assert!(style(&within("profile", &list(name))).is_some(), "{name}");
    }
    let more = format!("{}, has_more: {{type: boolean}}", list("tags"));
    assert!(style(&within("profile", &more)).is_some());
}

#[test]
fn what_is_wrapped_has_no_list_in_reach() {
    let data = "data: {type: object, x-sensitive: true, required: [items], properties: \
                {items: {type: array, items: {type: string}}}}";
    let answer = object(&format!("{data}, page: {{type: integer}}"));
    assert_eq!(style(&["page: integer"], &answer), None);
    let answer = object(&format!(
        "{}, page: {{type: integer}}",
        data.replace("x-sensitive: true, ", "")
    ));
    assert!(style(&["page: integer"], &answer).is_some());
}

#[test]
fn what_is_missing_on_the_way_to_a_list_has_no_items() {
    let within = |required: &str| {
        format!(
            "{{type: object, {required}properties: {{account: {{type: array, nullable: true, items: {{type: string}}}}}}}}"
        )
    };
    let held = |answer: &str, config: &str| {
        let config = format!(
            "{config}[operations.list.pages]\nstyle = 'url'\nnext = 'next'\nitems = 'data.account'\n"
        );
        let pages = pages_with(&[], answer, &config).expect("it has pages");
        let steps = pages.items.steps.iter();
        (
            pages.items.if_any,
            steps.map(|step| step.held).collect::<Vec<_>>(),
        )
    };
    let next = "next: {type: string}";
    let data = within("required: [account], ");
    let all = format!("{{type: object, required: [data], properties: {{data: {data}, {next}}}}}");
    assert_eq!(held(&all, ""), (false, vec![Held::Plain, Held::Option]));
    let some = object(&format!("data: {}, {next}", within("")));
    assert_eq!(held(&some, ""), (false, vec![Held::Option, Held::Field]));
    // The call gives what the envelope holds.
    let envelope = "[envelope]\nresult = 'data'\nsuccess = 'ok'\n";
    let enveloped = object(&format!(
        "data: {}, {next}, ok: {{type: boolean}}",
        within("")
    ));
    assert_eq!(held(&enveloped, envelope), (false, vec![Held::Field]));
}

#[test]
fn what_is_said_of_all_holds_where_everything_is_there() {
    let rule = "[[pages]]\nstyle = 'cursor'\nparameter = 'from'\nnext = 'data.-1.id'\nmore = 'meta.more'\n";
    let answer = object(
        "data: {type: array, items: {type: object, properties: {id: {type: string}}}}, \
         meta: {type: object, properties: {more: {type: boolean}}}",
    );
    let found = |parameter: &str, answer: &str, config: &str| {
        pages_with(&[parameter], answer, config).map(|pages| pages.style)
    };
    let next = |next: &[&str], more: &[&str]| {
        Some(PageStyle::Cursor {
            parameter: "from".to_owned(),
            next: path(next),
            more: path(more),
        })
    };
    let by_rule = next(&["data", "-1", "id"], &["meta", "more"]);
    assert_eq!(found("from: string", &answer, rule), by_rule);
    assert_eq!(found("after: string", &answer, rule), None);
    assert_eq!(found("from: string", &object(DATA), rule), None);
    let entry =
        "[operations.list.pages]\nstyle = 'cursor'\nparameter = 'from'\nnext = 'meta.own'\n";
    let own = next(&["meta", "own"], &[]);
    assert_eq!(
        found("from: string", &answer, &format!("{rule}{entry}")),
        own
    );
    // The first one that fits is taken, be it to say that there are no pages.
    let none = "[[pages]]\nstyle = 'none'\nparameter = 'from'\n";
    assert_eq!(
        found("from: string", &answer, &format!("{none}{rule}")),
        None
    );
    assert_eq!(
        found("from: string", &answer, &format!("{rule}{none}")),
        by_rule
    );
}

#[test]
fn a_cursor_under_its_own_name_is_said_to_lead_on() {
    let cursor = ["cursor: string"];
    let answer = |more: &str| object(&format!("{DATA}, cursor: {{type: string{more}}}"));
    let next = || by_cursor("cursor", &["cursor"]);
    let said = ", description: 'For the next page; for more, see the guide.'";
    assert_eq!(style(&cursor, &answer(said)), next());
    // What was asked for, perhaps.
    assert_eq!(style(&cursor, &answer("")), None);
    let echo = ", description: 'The cursor of this request. For more, see the guide.'";
    assert_eq!(style(&cursor, &answer(echo)), None);
    assert_eq!(style(&["cursor: integer"], &answer(said)), None);
    let within = object(&format!(
        "{DATA}, asked: {{type: object, properties: {{cursor: {{type: string{said}}}}}}}"
    ));
    assert_eq!(style(&cursor, &within), None);
    let more = object(&format!(
        "{DATA}, cursor: {{type: string}}, has_more: {{type: boolean}}"
    ));
    assert!(matches!(
        style(&cursor, &more),
        Some(PageStyle::Cursor { .. })
    ));
}

#[test]
fn what_a_list_continues_with_stands_in_its_metadata() {
    let answer = |name: &str| {
        object(&format!(
            "items: {{type: array, items: {{type: string}}}}, {name}: {{type: object, properties: \
             {{continue: {{type: string}}}}}}"
        ))
    };
    let next = by_cursor("continue", &["metadata", "continue"]);
    assert_eq!(style(&["continue: string"], &answer("metadata")), next);
    assert_eq!(style(&["continue: boolean"], &answer("metadata")), None);
    assert_eq!(style(&["continue: string"], &answer("job")), None);
    assert_eq!(style(&["limit: integer"], &answer("metadata")), None);
}

#[test]
fn a_marker_goes_before_a_number_of_items() {
    let next = object(&format!("{DATA}, next_marker: {{type: string}}"));
    let all = ["marker: string", "offset: integer", "limit: integer"];
    let by_marker = by_cursor("marker", &["next_marker"]);
    assert_eq!(style(&all, &next), by_marker);
    assert_eq!(style(&["marker: string"], &object(DATA)), None);
    // One that counts only where it is asked for.
    let switched = [&["usemarker: boolean"], &all[..]].concat();
    assert!(matches!(
        style(&switched, &next),
        Some(PageStyle::Offset { .. })
    ));
    let switched = ["usemarker: boolean", "marker: string"];
    assert_eq!(style(&switched, &next), by_marker);
}

#[test]
fn links_are_those_of_pages() {
    let text = "{type: string, nullable: true}";
    let links = |members: &str| {
        object(&format!(
            "{DATA}, links: {{type: object, properties: {{{members}}}}}"
        ))
    };
    let both = links(&format!("next: {text}, prev: {text}"));
    let found = by_url(&["links", "next"], &["data"]);
    for parameter in ["'page[size]': integer", "'page[after]': string"] {
        assert_eq!(style(&[parameter], &both), found);
    }
    assert_eq!(style(&["'filter[page]': string"], &both), None);
    let one = links(&format!("next: {text}"));
    assert_eq!(style(&["'page[size]': integer"], &one), None);
    // All four need no parameter, if they are addresses.
    let url = "{type: string, format: uri}";
    let four = |ty: &str, name: &str| {
        let four = format!("First: {ty}, Prev: {ty}, Next: {ty}, Last: {ty}");
        object(&format!(
            "{DATA}, {name}: {{type: object, properties: {{{four}}}}}"
        ))
    };
    assert_eq!(
        style(&[], &four(url, "Links")),
        by_url(&["Links", "Next"], &["data"])
    );
    assert_eq!(style(&[], &four(text, "Links")), None);
    assert_eq!(style(&[], &four(url, "Chapters")), None);
    let between = links(&format!("next: {url}, prev: {url}"));
    assert_eq!(style(&[], &between), None);
}

#[test]
fn the_address_of_the_next_page_stands_beside_that_of_another() {
    let answer = |other: &str| {
        object(&format!(
            "{DATA}, meta: {{type: object, properties: {{next_page_url: {{type: string}}, {other}: {{type: string}}}}}}"
        ))
    };
    let found = by_url(&["meta", "next_page_url"], &["data"]);
    assert_eq!(style(&[], &answer("previous_page_url")), found);
    assert_eq!(style(&[], &answer("first_page_url")), found);
    assert_eq!(style(&[], &answer("url")), None);
}

#[test]
fn after_and_before_take_what_items_are_known_by() {
    let answer = |required: &str, more: &str| {
        object(&format!(
            "data: {{type: array, items: {{type: object, {required}properties: {{id: {{type: string}}}}}}}}{more}"
        ))
    };
    let more = ", has_more: {type: boolean}";
    let both = ["after: string", "before: string"];
    let found = style(&both, &answer("required: [id], ", more));
    let Some(PageStyle::Cursor {
        parameter, next, ..
    }) = found
    else {
        panic!("{found:?}");
    };
    assert_eq!(parameter, "after");
    assert_eq!(next, ["data", "-1", "id"]);
    assert_eq!(style(&both, &answer("required: [id], ", "")), None);
    assert_eq!(style(&both, &answer("", more)), None);
    assert_eq!(
        style(&["after: string"], &answer("required: [id], ", more)),
        None
    );
    let times = ["after: string, format: date-time", "before: string"];
    assert_eq!(style(&times, &answer("required: [id], ", more)), None);
    let described = |words: &str| {
        [
            format!("after: string}}, description: {words}, x-a: {{a: b"),
            both[1].to_owned(),
        ]
    };
    let style_of = |words: &str, required: &str| {
        let parameters = described(words);
        let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
        style(&parameters, &answer(required, more))
    };
    assert!(style_of("Items after this cursor.", "").is_some());
    assert_eq!(
        style_of("Items made after this day.", "required: [id], "),
        None
    );
}

#[test]
fn warnings_are_aside_however_they_are_written() {
    let answer = |aside: &str| {
        object(&format!(
            "{aside}: {{type: array, items: {{type: string}}}}, Invoices: {{type: array, items: {{type: string}}}}, \
             pagination: {{type: object, properties: {{page: {{type: integer}}, pageCount: {{type: integer}}}}}}"
        ))
    };
    let found = style(&["page: integer"], &answer("Warnings"));
    assert!(matches!(found, Some(PageStyle::Number { .. })), "{found:?}");
    assert_eq!(style(&["page: integer"], &answer("Lines")), None);
}

#[test]
fn tokens_lead_on_under_the_names_that_frameworks_have_for_them() {
    let text = |name: &str| object(&format!("{DATA}, {name}: {{type: string}}"));
    for (parameter, next) in [
        ("token", "nextToken"),
        ("continuationToken", "continuationToken"),
        ("continuationToken", "nextContinuationToken"),
        ("page_token", "next_page"),
        ("cursor", "next_page"),
    ] {
        let found = style(&[&format!("{parameter}: string")], &text(next));
        assert_eq!(found, by_cursor(parameter, &[next]));
    }
    assert_eq!(style(&["token: string"], &text("token")), None);
    for other in ["string, format: uri", "integer"] {
        let next = object(&format!("{DATA}, next_page: {{type: {other}}}"));
        assert_eq!(style(&["cursor: string"], &next), None);
    }
}

#[test]
fn items_are_left_out_by_skip_beside_limit() {
    let skipped = Some(PageStyle::Offset {
        parameter: "$skip".to_owned(),
        items: path(&["data"]),
        more: Vec::new(),
    });
    let found = style(&["$limit: integer", "$skip: integer"], &object(DATA));
    assert_eq!(found, skipped);
    assert_eq!(style(&["$skip: integer"], &object(DATA)), None);
}

#[test]
fn pages_is_the_last_one_beside_the_number_of_this_one() {
    let last = |members: &str| match style(&["page: integer"], &object(members)) {
        Some(PageStyle::Number { last, .. }) => last,
        found => panic!("{found:?}"),
    };
    let count = "pages: {type: integer}";
    let page = format!("{DATA}, page: {{type: integer}}");
    assert_eq!(last(&format!("{page}, {count}")), ["pages"]);
    assert!(last(&format!("{page}, book: {}", object(count))).is_empty());
}
