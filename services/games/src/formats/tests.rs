use proptest::prelude::*;

use super::*;

const PC: &str = "title,release_date,price_cents_usd,owners_min,owners_max,developer,publisher,\
                  average_playtime_min_2w,median_playtime_min_2w,metascore\n";
const RELEASES: &str =
    "platform,game_id,title,title_exact,region,release_date,developer,publisher,genres,players,languages\n";

fn read(text: impl AsRef<[u8]>) -> Vec<Entry> {
    let mut reader = Reader::open(text.as_ref()).unwrap();
    std::iter::from_fn(|| reader.read().unwrap()).collect()
}

fn titles(entries: &[Entry]) -> Vec<&str> {
    entries.iter().filter_map(|e| e.row.as_ref().ok()).map(|r| r.title.as_str()).collect()
}

#[test]
fn tells_the_list_from_its_content() {
    let source = |text: &str| Reader::open(text.as_bytes()).unwrap().source();
    assert_eq!(source("\n\u{feff}{\"title\":\"X\",\"platform\":\"P\"}"), Source::Libretro);
    assert_eq!(source(RELEASES), Source::GameDataBase);
    assert_eq!(source(&PC.replace('\n', "\r\n")), Source::SteamSpy);
    for text in ["", "name,year\n", "PK\u{3}\u{4}", "<html>"] {
        assert!(matches!(Reader::open(text.as_bytes()), Err(NotAList::Unknown(_))), "{text}");
    }
}

#[test]
fn a_bad_row_never_stops_the_rest() {
    let mut text =
        b"{\"title\":\"A\",\"platform\":\"P\"}\n{broken\n\n{\"title\":\"B\xff\",\"platform\":\"P\"}\n"
            .to_vec();
    text.extend_from_slice(b"{\"platform\":\"P\"}\n{\"title\":\"C\",\"platform\":\"P\"}");
    let entries = read(&text);
    assert_eq!(titles(&entries), ["A", "C"]);
    let bad: Vec<_> = entries.iter().filter_map(|e| e.row.as_ref().err()).collect();
    assert_eq!(bad.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 4, 5]);
    assert!(bad[0].reason.contains("JSON") && bad[0].text == "{broken");
    let nul = read(b"{\"title\":\"A\0\",\"platform\":\"P\"}");
    assert!(nul[0].row.as_ref().is_err_and(|bad| bad.text.contains("A\u{fffd}")));
    assert!(bad[1].reason.contains("UTF-8") && bad[2].reason.contains("title is missing"));
}

#[test]
fn goes_on_where_it_stopped() {
    let rows: String = (0..50).map(|n| format!("Game {n},2001-01-01,,1,2,D,P,0,0,\n")).collect();
    let text = format!("{PC}{rows}").replace("Game 7,", "\"Game\n7\",");
    let all = read(&text);
    for stop in [0, 6, 7, 8, 49] {
        let survey = Reader::open(text.as_bytes()).unwrap().survey().unwrap();
        assert_eq!(survey.rows, 50);
        let mut rest = Reader::open(text.as_bytes()).unwrap().resume(survey, all[stop].place).unwrap();
        let rest: Vec<_> = std::iter::from_fn(|| rest.read().unwrap()).collect();
        assert_eq!(titles(&rest), titles(&all[stop + 1..]), "after {stop}");
        assert!(rest.iter().zip(&all[stop + 1..]).all(|(a, b)| a.place == b.place));
    }
}

#[test]
fn a_game_is_known_by_the_title_that_the_west_bought() {
    let text = format!(
        "{RELEASES}console_nintendo_famicom_nes,tetrisflash,Tetris Flash,,Japan,1993-09-21,TOSE,BPS,puzzle,1,ja\n\
         console_nintendo_famicom_nes,tetrisflash,Tetris 2,,USA,1993-10,TOSE,Nintendo,puzzle,1,en\n\
         console_nintendo_famicom_nes,tetrisflash,(Tetris 3),,USA,,TOSE,Nintendo,puzzle,1,en\n"
    );
    let survey = Reader::open(text.as_bytes()).unwrap().survey().unwrap();
    let mut reader = Reader::open(text.as_bytes()).unwrap().resume(survey, Place::default()).unwrap();
    let rows: Vec<Row> = std::iter::from_fn(|| reader.read().unwrap()).map(|e| e.row.unwrap()).collect();
    assert!(rows.iter().all(|r| r.known_as == "Tetris 2"));
    assert!(rows.iter().all(|r| r.other_titles == ["Tetris Flash", "Tetris 3"]));
    assert!(rows[1].published && !rows[2].published);
}

#[test]
fn a_uid_is_the_same_in_every_copy_and_differs_by_every_field() {
    assert_eq!(uid(&["a", "b"]), uid(&["a", "b"]));
    assert_ne!(uid(&["ab", ""]), uid(&["a", "b"]));
    assert_ne!(uid(&["a", "b", ""]), uid(&["a", "b"]));
    assert_eq!(uid(&["Tetris"]).len(), 16);
}

#[test]
fn a_logo_in_front_of_a_printed_title_is_dropped() {
    assert_eq!(native_title("Chrono Trigger クロノ・トリガー", "Chrono Trigger"), "クロノ・トリガー");
    assert_eq!(native_title("テトリス Tetris", "Tetris"), "テトリス");
    assert_eq!(native_title("Tetris アドベンチャー", "Tetris Adventure"), "Tetris アドベンチャー");
    assert_eq!(native_title("TetЯis", "Tetris"), "TetЯis");
}

/// The fixtures under `tests/fixtures`, each with the rows that it holds and those that are bad.
#[test]
fn reads_the_fixtures() {
    let read = |name: &str| {
        let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        let open = || Reader::open(io::BufReader::new(std::fs::File::open(&path).unwrap())).unwrap();
        let survey = open().survey().unwrap();
        (open().source(), survey.rows, survey.bad)
    };
    assert_eq!(read("console.jsonl"), (Source::Libretro, 200, 12));
    assert_eq!(read("releases.csv"), (Source::GameDataBase, 160, 10));
    assert_eq!(read("pc.csv"), (Source::SteamSpy, 200, 10));
}

proptest! {
    /// Whatever bytes come after a header, reading ends, and each row or rejection moves on.
    #[test]
    fn any_bytes_are_read_to_the_end(head in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut text = [RELEASES, PC, "{}\n"][head].as_bytes().to_vec();
        text.extend(bytes);
        let mut reader = Reader::open(text.as_slice()).unwrap();
        let mut line = 0;
        while let Some(entry) = reader.read().unwrap() {
            prop_assert!(entry.place.line > line);
            line = entry.place.line;
        }
        prop_assert_eq!(reader.place().offset, text.len() as u64);
    }

    /// A record that was written with quotes reads back as it was.
    #[test]
    fn csv_reads_back(fields in prop::collection::vec("[a-z,\" \n]{0,12}", 1..6)) {
        let quoted: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect();
        prop_assert_eq!(csv::fields(&quoted.join(",")), fields);
    }
}
