namespace Drover.Cli.Lab;

/// <summary>What the verbs about a kind of things do, as keys of words.</summary>
internal sealed record LabVerbs(string Add, string Change, string Remove);
