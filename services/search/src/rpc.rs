//! What other services ask search.

use chassis::link::{Request, Response, Status, async_trait, refuse};
use chassis::search::{Answer, Ask, Viewer};
use contracts::search::Search;
use contracts::search::v1::{AskReply, AskRequest, Count, Hit};
use uuid::Uuid;

use crate::App;

/// The most hits in one answer.
const MOST: u32 = 100;

pub(crate) struct Rpc(pub(crate) App);

#[async_trait]
impl Search for Rpc {
    async fn ask(&self, request: Request<AskRequest>) -> Result<Response<AskReply>, Status> {
        let ask = question(request.into_inner());
        let index = self.0.index.clone();
        let answer = self.0.asking.run(move || index.ask(&ask)).await.map_err(|error| refuse(&error))?;
        Ok(Response::new(reply(answer.map_err(|error| refuse(&error.into()))?)))
    }
}

fn question(request: AskRequest) -> Ask {
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Ask {
        words: request.words,
        kinds: request.kinds,
        filters: request.filters.into_iter().map(|facet| (facet.name, facet.value)).collect(),
        count: request.count,
        from: size(request.from),
        size: size(request.size.min(MOST)),
        viewer: Viewer { user: Uuid::from_slice(&request.user).ok(), rights: request.rights },
    }
}

fn reply(answer: Answer) -> AskReply {
    let counts = answer.facets.into_iter().flat_map(|(name, values)| {
        values.into_iter().map(move |(value, documents)| Count { name: name.clone(), value, documents })
    });
    AskReply {
        hits: answer
            .hits
            .into_iter()
            .map(|hit| Hit { kind: hit.kind, id: hit.id.as_bytes().to_vec() })
            .collect(),
        total: answer.total,
        corrected: answer.corrected,
        counts: counts.collect(),
    }
}
