using Drover.Kernel.Journal;
using Drover.Storage.Integrity;
using Drover.Storage.Schema;
using Drover.Storage.Sqlite;

namespace Drover.Storage.Writing;

/// <summary>Writes jobs and objects to a set of tables, and counts them.</summary>
internal static class RowWriter
{
    internal static RowCounts Write(SqliteConnection connection, RowSet set, JobRow row, RowCounts counts)
    {
        var before = Find(connection, set, row.Id);
        using (var rented = connection.Use(before is null ? set.InsertJob : set.UpdateJob))
        {
            rented.Statement.Bind(1, row.Id).Bind(2, RowSet.Letter(row.Phase)).Bind(3, RowChecks.Index(row.Id, row.Phase, row.Index.Span))
                .Bind(4, RowChecks.Body(row.Id, row.Opcodes, row.Body.Span)).Bind(5, row.Opcodes).Bind(6, row.Index.Span).Bind(7, row.Body.Span).Run();
        }
        if (before is not { } old)
            return counts.With(row.Phase, +1);
        if (old.Opcodes > row.Opcodes)
        {
            using var drop = connection.Use(set.DropOpcodes);
            drop.Statement.Bind(1, row.Id).Bind(2, row.Opcodes).Run();
        }
        return counts.With(old.Phase, -1).With(row.Phase, +1);
    }

    internal static RowCounts Write(SqliteConnection connection, RowSet set, OpcodeRow row, RowCounts counts)
    {
        using var rented = connection.Use(set.PutOpcode);
        rented.Statement.Bind(1, row.JobId).Bind(2, row.Opcode).Bind(3, RowChecks.Opcode(row.JobId, row.Opcode, row.Body.Span)).Bind(4, row.Body.Span).Run();
        return counts;
    }

    internal static RowCounts Write(SqliteConnection connection, RowSet set, JobArchival archival, RowCounts counts)
    {
        using var rented = connection.Use(set.ArchiveJob);
        foreach (var id in archival.Ids)
        {
            rented.Statement.Bind(1, id).Run();
            counts = counts.With(JobPhase.Finished, -connection.Changes).With(JobPhase.Archived, connection.Changes);
        }
        return counts;
    }

    internal static RowCounts Write(SqliteConnection connection, RowSet set, ObjectRow row, RowCounts counts)
    {
        if (row.Body is not { } body)
        {
            using var delete = connection.Use(set.DeleteObject);
            delete.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Run();
            return counts with { Objects = counts.Objects - connection.Changes };
        }

        var check = RowChecks.Object(row.ObjectKind, row.Key, row.Version, body.Span);
        using var update = connection.Use(set.UpdateObject);
        update.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Bind(3, row.Version).Bind(4, check).Bind(5, body.Span).Run();
        if (connection.Changes > 0)
            return counts;
        using var insert = connection.Use(set.InsertObject);
        insert.Statement.Bind(1, row.ObjectKind).Bind(2, row.Key).Bind(3, row.Version).Bind(4, check).Bind(5, body.Span).Run();
        return counts with { Objects = counts.Objects + 1 };
    }

    private static (JobPhase Phase, int Opcodes)? Find(SqliteConnection connection, RowSet set, long id)
    {
        using var rented = connection.Use(set.FindJob);
        var row = rented.Statement.Bind(1, id);
        return row.Step() ? (RowSet.Phase(row.Text(0)), (int)row.Integer(1)) : null;
    }
}
