using Drover.Kernel.Journal;

namespace Drover.Storage.Integrity;

/// <summary>The checksums of rows, as <c>docs/formats/journal.md</c> describes them.</summary>
internal static class RowChecks
{
    /// <summary>Of the index entry. The phase is added to it, so that archiving needs neither entry nor body.</summary>
    internal static long Index(long id, JobPhase phase, ReadOnlySpan<byte> index)
    {
        var check = new Checksum();
        check.Add(id);
        check.Add(index);
        return check.Value + (long)phase;
    }

    internal static long Body(long id, int opcodes, ReadOnlySpan<byte> body)
    {
        var check = new Checksum();
        check.Add(id);
        check.Add(opcodes);
        check.Add(body);
        return check.Value;
    }

    internal static long Opcode(long id, int opcode, ReadOnlySpan<byte> body)
    {
        var check = new Checksum();
        check.Add(id);
        check.Add(opcode);
        check.Add(body);
        return check.Value;
    }

    internal static long Object(string kind, string key, int version, ReadOnlySpan<byte> body)
    {
        var check = new Checksum();
        check.Add(kind);
        check.Add(key);
        check.Add(version);
        check.Add(body);
        return check.Value;
    }

    internal static long Log(LogRow row)
    {
        var check = new Checksum();
        check.Add(row.JobId);
        check.Add(row.Serial);
        check.Add(row.Opcode);
        check.Add(row.Time.Microseconds);
        check.Add(row.Type);
        check.Add(row.Content.Span);
        return check.Value;
    }

    internal static long Table(TableRow row)
    {
        var check = new Checksum();
        check.Add(row.Table);
        check.Add(row.Key);
        check.Add(row.Index);
        check.Add(row.Version);
        check.Add(row.Body.Span);
        return check.Value;
    }

    internal static long Token(TokenRow row)
    {
        var check = new Checksum();
        check.Add(row.Principal);
        check.Add(row.Token);
        check.Add(row.Time.Microseconds);
        check.Add(row.Digest.Span);
        check.Add(row.Answer.Span);
        return check.Value;
    }
}
