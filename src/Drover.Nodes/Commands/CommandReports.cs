using Drover.Nodes.Services;

namespace Drover.Nodes.Commands;

/// <summary>A command has written something.</summary>
/// <param name="Command">The order that it runs for.</param>
/// <param name="IsError">Whether it wrote it to standard error.</param>
/// <param name="Text">Whole lines with their ends, but for the last of all, and for parts of a very long one.</param>
public sealed record CommandOutput(long Number, CommandKey Command, bool IsError, string Text) : ServiceReport(Number);

/// <summary>A command has ended.</summary>
/// <param name="Command">The order that it ran for.</param>
/// <param name="End">How.</param>
public sealed record CommandEnded(long Number, CommandKey Command, CommandEnd End) : ServiceReport(Number);
