using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>Columns that may be null.</summary>
static class RowReading
{
    extension(NpgsqlDataReader rows)
    {
        public string? TextOrNull(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

        public DateTimeOffset? MomentOrNull(int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateTimeOffset>(column);

        public short? ShortOrNull(int column) => rows.IsDBNull(column) ? null : rows.GetInt16(column);

        public float? RealOrNull(int column) => rows.IsDBNull(column) ? null : rows.GetFloat(column);
    }
}
