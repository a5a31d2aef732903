namespace Drover.Kernel.Journal;

/// <summary>A row that one commit writes beside its journal records. Rows are the snapshot: start-up reads them, not the journal.</summary>
public abstract record RowChange;

/// <summary>Where a job row stands. Only <see cref="Unfinished"/> rows are read whole at start.</summary>
public enum JobPhase
{
    /// <summary>Queued, waiting, canceling or running.</summary>
    Unfinished = 0,
    /// <summary>Success, error or canceled; still listed.</summary>
    Finished = 1,
    /// <summary>Moved out of the listing; read by key range.</summary>
    Archived = 2,
}

/// <summary>Stores a job. Its opcodes are part of the body, or have rows of their own, so that a step of a long job does not write all of it anew.</summary>
/// <param name="Id">The job.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Index">The short form that memory keeps of a finished job (JSON).</param>
/// <param name="Body">The whole job, or all of it but the opcodes (JSON).</param>
/// <param name="Opcodes">How many opcodes have rows of their own. Those that changed are stored beside this row; rows beyond the number are removed.</param>
public sealed record JobRow(long Id, JobPhase Phase, ReadOnlyMemory<byte> Index, ReadOnlyMemory<byte> Body, int Opcodes = 0) : RowChange;

/// <summary>Stores one opcode of a job that keeps them in rows of their own.</summary>
public sealed record OpcodeRow(long JobId, int Opcode, ReadOnlyMemory<byte> Body) : RowChange;

/// <summary>Moves finished jobs to <see cref="JobPhase.Archived"/> without touching their bodies.</summary>
public sealed record JobArchival(IReadOnlyList<long> Ids) : RowChange;

/// <summary>Stores a durable object, or removes it when <paramref name="Body"/> is null.</summary>
public sealed record ObjectRow(string ObjectKind, string Key, int Version, ReadOnlyMemory<byte>? Body) : RowChange;

/// <summary>One log entry of a job. <paramref name="Content"/> is any JSON value.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Serial">Counts from 1 over the whole job.</param>
/// <param name="Opcode">Index of the opcode that wrote it.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Type">Log type, such as <c>message</c>.</param>
/// <param name="Content">A JSON value as UTF-8.</param>
public sealed record LogRow(long JobId, int Serial, int Opcode, Timestamp Time, string Type, ReadOnlyMemory<byte> Content) : RowChange;

/// <summary>Remembers an idempotency token of a principal together with the answer that was given.</summary>
/// <param name="Principal">Who used it: <c>uid:1000</c>.</param>
/// <param name="Token">The caller's token.</param>
/// <param name="Time">When it was first used.</param>
/// <param name="Digest">SHA-256 of the request body.</param>
/// <param name="Answer">The answer as JSON.</param>
public sealed record TokenRow(string Principal, string Token, Timestamp Time, ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Answer) : RowChange;

/// <summary>A row of a table that lives in the store only, as it is written and read. It replaces the one with the same key.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Key">Its key.</param>
/// <param name="Index">Its value of the table's index.</param>
/// <param name="Version">Version of its form.</param>
/// <param name="Body">The row as JSON.</param>
public sealed record TableRow(string Table, string Key, string Index, int Version, ReadOnlyMemory<byte> Body) : RowChange;

/// <summary>Removes the rows of a table with keys up to <paramref name="Through"/>, of one value of the index unless that is null.</summary>
public sealed record TableCut(string Table, string? Index, string Through) : RowChange;

/// <summary>Forgets tokens first used before <paramref name="Before"/>.</summary>
public sealed record TokenExpiry(Timestamp Before) : RowChange;
