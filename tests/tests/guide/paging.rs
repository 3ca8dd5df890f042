use photos::resources::albums::AlbumListParams;
use photos::resources::photos::PhotoListParams;

use super::*;

fn with_two_pages() -> (Mock, Client) {
    answered::<PhotoListParams>(|list| {
        list.responds(200, json!({"photos": [photo()], "next_cursor": "c2"}))
            .responds(200, json!({"photos": [photo()]}))
    })
}

#[tokio::test]
async fn items() -> Result<(), Error> {
    let (mock, client) = with_two_pages();
    // GUIDE
    let mut photos = client.photos().list("a1").limit(50).items();
    while let Some(photo) = photos.next().await {
        println!("{}", photo?.id);
    }
    // end
    mock.verify();
    let asked: Vec<_> = mock
        .requests()
        .iter()
        .map(|it| it.query("cursor"))
        .collect();
    assert_eq!(asked, [None, Some("c2".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn pages() -> Result<(), Error> {
    let page = |page: u8| json!({"albums": [{"id": "a1", "title": "Summer"}], "page": page, "total_pages": 2});
    let (mock, client) =
        answered::<AlbumListParams>(|list| list.responds(200, page(1)).responds(200, page(2)));
    // GUIDE
    let mut pages = client.albums().list().pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        println!("page {} has {} albums", page.page, page.albums.len());
    }
    // end
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn one_page() -> Result<(), Error> {
    let (mock, client) = with_two_pages();
    // GUIDE
    let first = client.photos().list("a1").send().await?;
    let Some(cursor) = first.next_cursor else {
        return Ok(());
    };
    let second = client.photos().list("a1").cursor(cursor).send().await?;
    // end
    assert_eq!(second.photos.len(), 1);
    mock.verify();
    Ok(())
}

#[test]
fn the_page_has_this_code() {
    let page = include_str!("../../../docs/paging.md");
    tests::blocks::compare(page, include_str!("paging.rs"), "GUIDE");
}
