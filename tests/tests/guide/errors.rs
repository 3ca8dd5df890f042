use photos::resources::photos::PhotoGetParams;
// GUIDE
use photos::types::Problem;
// end

use super::*;

#[tokio::test]
async fn questions() -> Result<(), Error> {
    let gone = json!({"title": "No such photo", "code": "gone"});
    let (_, client) = answered::<PhotoGetParams>(|get| get.responds(404, gone));
    // GUIDE
    let photo = match client.photos().get("p1").send().await {
        Ok(photo) => Some(photo),
        Err(error) if error.status().is_some_and(|status| status == 404) => None,
        Err(error) => return Err(error),
    };
    // end
    assert_eq!(photo, None);
    Ok(())
}

#[tokio::test]
async fn typed() -> Result<(), Error> {
    let gone = json!({"title": "No such photo", "code": "gone"});
    let (_, client) = answered::<PhotoGetParams>(|get| get.responds(404, gone));
    // GUIDE
    let error = client.photos().get("p1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "photos.get: 404 Not Found: No such photo (gone)"
    );
    let problem: &Problem = error.failure().expect("it is described");
    assert_eq!(problem.code.as_deref(), Some("gone"));
    // end
    Ok(())
}

#[tokio::test]
async fn what_does_not_fit() -> Result<(), Error> {
    let (_, client) = answered::<PhotoGetParams>(|get| get.responds(200, json!({"id": 7})));
    // GUIDE
    match client.photos().get("p1").send().await {
        Err(Error::Decode(failure)) => {
            let error = failure.error();
            println!("{}: {} was expected", error.path(), error.expected());
        }
        Err(Error::Unexpected(answer)) => println!("{}", answer.excerpt()), // a proxy's page, say
        Err(Error::Transport(failure)) => println!("{}", failure.url()),
        other => println!("{other:?}"),
    }
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/errors.md");
    tests::blocks::compare(page, include_str!("errors.rs"), "GUIDE");
}
