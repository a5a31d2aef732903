namespace Drover.Opcodes;

/// <summary>An opcode whose keys and values are valid, in the form in which a job keeps it.</summary>
public sealed class AcceptedOpcode
{
    /// <summary>What opcode it is.</summary>
    public required OpcodeSchema Schema { get; init; }

    /// <summary>
    /// UTF-8 JSON of the opcode with all defaults filled in and secrets redacted, beginning with
    /// <c>{"OP_ID":...,"dry_run":...,"debug_level":...,"priority":...,"comment":...</c> and then the parameters in the
    /// order of the schema. The closing brace, <c>depends</c> and <c>reason</c> are left to whoever knows the job's number.
    /// </summary>
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>The jobs that it depends on.</summary>
    public required IReadOnlyList<OpcodeDependency> Depends { get; init; }

    /// <summary>The entries of the reason trail as UTF-8 JSON, parted by commas, without the brackets around them; may be empty.</summary>
    public required ReadOnlyMemory<byte> ReasonItems { get; init; }

    /// <summary>-20 (most urgent) to 19.</summary>
    public required int Priority { get; init; }

    /// <summary>Whether only a trial is asked for.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The opcode in a word, such as <c>TEST_DELAY(0.5)</c>.</summary>
    public required string Summary { get; init; }
}
