//! Values on their way into a statement and out of a row, the same for both engines.

use bytes::BytesMut;
use kit::{Id, Sealed, Time};
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use super::Error;

/// One parameter of a statement; [`args!`](crate::args) makes them.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// `boolean`.
    Bool(bool),
    /// `bigint`.
    Int(i64),
    /// `double precision`.
    Float(f64),
    /// `text`, `jsonb`.
    Text(&'a str),
    /// `bytea`.
    Bytes(&'a [u8]),
    /// `uuid`.
    Uuid(Uuid),
    /// `timestamptz`.
    Time(Time),
    /// The values of `in ($n..)`; last of all parameters.
    List(Vec<Value<'a>>),
}

/// The parameters of a statement, in order.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::db::value::Param::param(&$value)),*] };
}

/// What can be a parameter.
pub trait Param {
    /// The value as the database gets it.
    fn param(&self) -> Value<'_>;
}

macro_rules! param {
    ($($type:ty => |$value:ident| $make:expr;)*) => {
        $(impl Param for $type { fn param(&self) -> Value<'_> { let $value = self; $make } })*
    };
}
param! {
    bool => |v| Value::Bool(*v);
    i64 => |v| Value::Int(*v);
    i32 => |v| Value::Int(i64::from(*v));
    u32 => |v| Value::Int(i64::from(*v));
    f64 => |v| Value::Float(*v);
    str => |v| Value::Text(v);
    String => |v| Value::Text(v);
    [u8] => |v| Value::Bytes(v);
    Vec<u8> => |v| Value::Bytes(v);
    Uuid => |v| Value::Uuid(*v);
    Time => |v| Value::Time(*v);
}
impl<T> Param for Id<T> {
    fn param(&self) -> Value<'_> {
        Value::Uuid(self.uuid())
    }
}
impl<T> Param for Sealed<T> {
    fn param(&self) -> Value<'_> {
        Value::Text(self.text())
    }
}
impl<T: Param + ?Sized> Param for &T {
    fn param(&self) -> Value<'_> {
        (**self).param()
    }
}
impl<T: Param> Param for Option<T> {
    fn param(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::param)
    }
}

/// The values of `in ($n..)`.
#[derive(Debug)]
pub struct List<'a, T>(pub &'a [T]);
impl<T: Param> Param for List<'_, T> {
    /// Padded to a power of two with its last value, so that few texts are prepared.
    fn param(&self) -> Value<'_> {
        let mut values: Vec<Value<'_>> = self.0.iter().map(Param::param).collect();
        let last = values.last().cloned().unwrap_or(Value::Null);
        values.resize(values.len().max(1).next_power_of_two(), last);
        Value::List(values)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null | Value::List(_) => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(v) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*v))),
            Value::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Value::Float(v) => ToSqlOutput::Borrowed(ValueRef::Real(*v)),
            Value::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Value::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Value::Uuid(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v.as_bytes())),
            Value::Time(v) => ToSqlOutput::Borrowed(ValueRef::Integer(v.micros())),
        })
    }
}

/// Microseconds between 1970, where ours begin, and 2000, where PostgreSQL's do.
pub(crate) const PG_EPOCH: i64 = 946_684_800_000_000;

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null | Value::List(_) => Ok(IsNull::Yes),
            Value::Bool(v) => v.to_sql(ty, out),
            Value::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Value::Int(v) if *ty == Type::FLOAT8 =>
            {
                #[expect(clippy::cast_precision_loss, reason = "the column holds a float")]
                (*v as f64).to_sql(ty, out)
            }
            Value::Int(v) => v.to_sql(ty, out),
            Value::Float(v) => v.to_sql(ty, out),
            Value::Text(v) => {
                if *ty == Type::JSONB {
                    out.extend_from_slice(&[1]);
                }
                out.extend_from_slice(v.as_bytes());
                Ok(IsNull::No)
            }
            Value::Bytes(v) => v.to_sql(ty, out),
            Value::Uuid(v) => {
                out.extend_from_slice(v.as_bytes());
                Ok(IsNull::No)
            }
            // A cursor may hold any number; one beyond PostgreSQL's calendar means its end.
            Value::Time(v) => {
                v.micros().saturating_sub(PG_EPOCH).clamp(PG_FIRST, PG_LAST).to_sql(&Type::INT8, out)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The first and the last microsecond of PostgreSQL's calendar, since 2000.
const PG_FIRST: i64 = -211_813_488_000_000_000;
const PG_LAST: i64 = 9_223_371_331_199_999_999;

/// The columns of one row, read from left to right.
pub struct Columns<'r> {
    row: Row<'r>,
    next: usize,
}

enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl<'r> Columns<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { row: Row::Sqlite(row), next: 0 }
    }

    pub(crate) fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self { row: Row::Postgres(row), next: 0 }
    }

    /// Reads the next column.
    ///
    /// # Errors
    /// [`Error::Column`] when it is missing or holds something else.
    pub fn read<T: Field>(&mut self) -> Result<T, Error> {
        let column = self.next;
        self.next += 1;
        let wrong = |reason: String| Error::Column { column, reason };
        match &self.row {
            Row::Sqlite(row) => {
                let value = row.get_ref(column).map_err(|e| wrong(e.to_string()))?;
                T::sqlite(value).ok_or_else(|| wrong(format!("found {:?}", value.data_type())))
            }
            Row::Postgres(row) => {
                let raw = row.try_get::<_, Option<Raw<'_>>>(column).map_err(|e| wrong(e.to_string()))?;
                T::postgres(raw.map(|r| (r.ty, r.bytes))).ok_or_else(|| wrong("another type".to_owned()))
            }
        }
    }
}

/// A column's bytes with their type, before they are understood.
struct Raw<'a> {
    ty: Type,
    bytes: &'a [u8],
}
impl<'a> tokio_postgres::types::FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self { ty: ty.clone(), bytes })
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// What a column can be read as.
pub trait Field: Sized {
    /// Reads what SQLite gives.
    fn sqlite(value: ValueRef<'_>) -> Option<Self>;
    /// Reads PostgreSQL's binary form; `None` inside is SQL's null.
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self>;
}

impl Field for i64 {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok()
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        let (ty, bytes) = value?;
        match ty {
            Type::INT4 => Some(Self::from(i32::from_be_bytes(bytes.try_into().ok()?))),
            Type::INT8 => Some(Self::from_be_bytes(bytes.try_into().ok()?)),
            _ => None,
        }
    }
}
impl Field for bool {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(|v| v != 0)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        value.and_then(|(ty, bytes)| (ty == Type::BOOL && bytes.len() == 1).then(|| bytes[0] != 0))
    }
}
impl Field for f64 {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_f64().ok()
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        let (ty, bytes) = value?;
        (ty == Type::FLOAT8).then_some(())?;
        Some(Self::from_be_bytes(bytes.try_into().ok()?))
    }
}
impl Field for String {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_str().ok().map(str::to_owned)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        let (ty, bytes) = value?;
        let text = match ty {
            Type::TEXT | Type::VARCHAR | Type::NAME => bytes,
            Type::JSONB => bytes.get(1..)?,
            _ => return None,
        };
        std::str::from_utf8(text).ok().map(str::to_owned)
    }
}
impl Field for Vec<u8> {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_blob().ok().map(<[u8]>::to_vec)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        value.map(|(_, bytes)| bytes.to_vec())
    }
}
impl Field for Uuid {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        Self::from_slice(value.as_blob().ok()?).ok()
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        Self::from_slice(value?.1).ok()
    }
}
impl<T> Field for Id<T> {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        <Uuid as Field>::sqlite(value).map(Self::new)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        <Uuid as Field>::postgres(value).map(Self::new)
    }
}
impl Field for Time {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        value.as_i64().ok().map(Self::from_micros)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        let (ty, bytes) = value?;
        (ty == Type::TIMESTAMPTZ).then_some(())?;
        Some(Self::from_micros(i64::from_be_bytes(bytes.try_into().ok()?) + PG_EPOCH))
    }
}
impl<T> Field for Sealed<T> {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        <String as Field>::sqlite(value).map(Self::from_text)
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        <String as Field>::postgres(value).map(Self::from_text)
    }
}
impl<T: Field> Field for Option<T> {
    fn sqlite(value: ValueRef<'_>) -> Option<Self> {
        if matches!(value, ValueRef::Null) { Some(None) } else { T::sqlite(value).map(Some) }
    }
    fn postgres(value: Option<(Type, &[u8])>) -> Option<Self> {
        if value.is_none() { Some(None) } else { T::postgres(value).map(Some) }
    }
}

/// What a row can be read as: a struct made with [`record!`](crate::record), or a tuple.
pub trait Record: Sized + Send {
    /// Reads the columns from left to right.
    ///
    /// # Errors
    /// [`Error::Column`] when one holds something else.
    fn read(columns: &mut Columns<'_>) -> Result<Self, Error>;
}

macro_rules! tuples {
    ($(($($name:ident)+))+) => {
        $(impl<$($name: Field + Send),+> Record for ($($name,)+) {
            fn read(columns: &mut Columns<'_>) -> Result<Self, Error> {
                Ok(($(columns.read::<$name>()?,)+))
            }
        })+
    };
}
tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }

/// Declares a struct that is read from a row: its fields in the order of the select list.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $type:ty),+ $(,)? }) => {
        $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field: $type),+ }
        impl $crate::db::value::Record for $name {
            fn read(columns: &mut $crate::db::value::Columns<'_>) -> Result<Self, $crate::db::Error> {
                Ok(Self { $($field: columns.read()?),+ })
            }
        }
    };
}
