namespace Drover.Opcodes;

/// <summary>The parameters that every opcode accepts beside its own.</summary>
internal static class CommonParameters
{
    internal const int DryRun = 0, DebugLevel = 1, Priority = 2, Depends = 3, Comment = 4, Reason = 5, OpId = 6;

    /// <summary>In the order in which clients send them; the constants above are places in it.</summary>
    internal static readonly string[] Names = ["dry_run", "debug_level", "priority", "depends", "comment", "reason", "OP_ID"];

    internal static readonly ParameterType DryRunType = ParameterType.Optional(ParameterType.Boolean);

    internal static readonly ParameterType DebugLevelType = ParameterType.Optional(ParameterType.IntegerBetween(0, long.MaxValue));

    internal static readonly ParameterType CommentType = ParameterType.Optional(ParameterType.String);

    internal static readonly ParameterType DependsType = ParameterType.Optional(ParameterType.ListOf(ParameterType.TupleOf(
        ParameterType.AnyOf(ParameterType.JobId, ParameterType.RelativeJobId),
        ParameterType.ListOf(ParameterType.OneOf("canceled", "error", "success")))));

    internal static readonly ParameterType ReasonType = ParameterType.ListOf(ParameterType.TupleOf(
        ParameterType.NameOrEmpty, ParameterType.String, ParameterType.Integer));
}
