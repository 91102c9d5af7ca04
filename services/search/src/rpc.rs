//! What other services ask search.

use chassis::link::{Request, Response, Status, async_trait, refuse};
use chassis::search::{Answer, Ask, Viewer};
use contracts::search::Search;
use contracts::search::v1::{AskReply, AskRequest, Count, Hit};
use kit::Result;
use uuid::Uuid;

use crate::App;

/// The most hits of one answer: an asker that puts them in an order of its own wants all that can be paged through.
const MOST: u32 = 1_000;
/// The most values of one facet that an answer counts: of thousands of companies nobody shows more.
const MOST_VALUES: usize = 100;

pub(crate) struct Rpc(pub(crate) App);

#[async_trait]
impl Search for Rpc {
    async fn ask(&self, request: Request<AskRequest>) -> Result<Response<AskReply>, Status> {
        let ask = read(request.into_inner());
        let answer = find(&self.0, ask).await.map_err(refuse)?;
        Ok(Response::new(write(answer)))
    }
}

async fn find(app: &App, ask: Ask) -> Result<Answer> {
    let index = app.index.clone();
    let found = app.asking.run(move || index.ask(&ask)).await?;
    found.map_err(|error| kit::error::UNAVAILABLE.err().caused_by(error))
}

fn read(request: AskRequest) -> Ask {
    let size = request.size.min(MOST);
    Ask {
        words: request.words,
        kinds: request.kinds,
        filters: request.filters.into_iter().map(|facet| (facet.name, facet.value)).collect(),
        count: request.count,
        from: usize::try_from(request.from).unwrap_or(usize::MAX),
        size: usize::try_from(size).unwrap_or_default(),
        viewer: Viewer { user: Uuid::from_slice(&request.user).ok(), rights: request.rights },
    }
}

fn write(answer: Answer) -> AskReply {
    let count = |name: &str, (value, documents)| Count { name: name.to_owned(), value, documents };
    let counts = answer.facets.into_iter();
    AskReply {
        hits: answer
            .hits
            .into_iter()
            .map(|hit| Hit { kind: hit.kind, id: hit.id.as_bytes().to_vec() })
            .collect(),
        total: answer.total,
        corrected: answer.corrected,
        counts: counts
            .flat_map(|(name, values)| {
                values.into_iter().take(MOST_VALUES).map(move |value| count(&name, value))
            })
            .collect(),
    }
}
