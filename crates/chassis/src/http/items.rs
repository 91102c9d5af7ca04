//! A page of a list.

use kit::{Page, cursor};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of a list, as every service answers it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Items<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// The cursor of the next page; nothing on the last.
    pub next: Option<String>,
}

impl<T> Items<T> {
    /// Makes a page of rows of which one more was read than it shows: the one tells that there is a next page.
    /// `key` is the place of a row in the order of the list.
    pub fn page<K: Serialize>(mut items: Vec<T>, page: &Page, key: impl Fn(&T) -> K) -> Self {
        let size = usize::try_from(page.size()).unwrap_or(usize::MAX);
        let more = items.len() > size;
        items.truncate(size);
        let next = items.last().filter(|_| more).map(|last| cursor::encode(&key(last)));
        Self { items, next }
    }

    /// All there is.
    #[must_use]
    pub fn all(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// The same page of something made from each item.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Items<U> {
        Items { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_row_tells_of_a_next_page() {
        let page = Page { cursor: None, limit: Some(2) };
        let more = Items::page(vec![1, 2, 3], &page, |n| *n);
        assert_eq!((more.items.as_slice(), more.next), ([1, 2].as_slice(), Some(cursor::encode(&2))));
        assert_eq!(Items::page(vec![1, 2], &page, |n| *n).next, None);
    }
}
