use super::*;

#[test]
fn waiting() -> Result<(), Error> {
    let (_, client) = with_a_photo();
    // GUIDE
    use photos::runtime::Blocking;

    let photo = client.photos().get("p1").send().wait()?;
    println!("{}", photo.id);
    // end
    Ok(())
}

#[test]
fn waiting_for_items() -> Result<(), Error> {
    use photos::resources::photos::PhotoListParams;
    use photos::runtime::Blocking;
    let page = json!({"photos": [photo(), photo()]});
    let (_, client) = answered::<PhotoListParams>(|list| list.responds(200, page));
    // GUIDE
    let mut photos = client.photos().list("a1").items();
    while let Some(photo) = async { photos.next().await.transpose() }.wait()? {
        println!("{}", photo.id);
    }
    // end
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/without-async.md");
    tests::blocks::compare(page, include_str!("without_async.rs"), "GUIDE");
}
