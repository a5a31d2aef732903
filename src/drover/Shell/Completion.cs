namespace Drover.Cli.Shell;

/// <summary>What may stand at the end of a line.</summary>
/// <param name="From">Where what is completed begins.</param>
/// <param name="Texts">What may stand there.</param>
internal sealed record Completion(int From, IReadOnlyList<string> Texts);
