namespace Drover.Nodes.Commands;

/// <summary>What is to be run, and within what bounds.</summary>
/// <param name="Words">The program, looked up in PATH if it holds no slash, and its words. No shell reads them.</param>
/// <param name="User">Whom it runs as (name or number); null for the user of the program that runs it.</param>
/// <param name="Time">How long it may run.</param>
/// <param name="Grace">How long it has from being asked to end until it is killed.</param>
/// <param name="OutputBytes">How much of its output is told; what comes behind that is counted.</param>
public sealed record CommandSpec(IReadOnlyList<string> Words, string? User, TimeSpan Time, TimeSpan Grace, long OutputBytes);
