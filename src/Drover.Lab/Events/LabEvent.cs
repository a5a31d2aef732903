namespace Drover.Lab.Events;

/// <summary>Something that happened in the lab, as LAVA tells it to those who listen.</summary>
/// <param name="Suffix">What the topic ends with: <c>.testjob</c>, <c>.device</c>, <c>.worker</c> or <c>.event</c>.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Time">When; it is sent in UTC, without a zone.</param>
/// <param name="User">Who is behind it: the submitter of a job, else <c>lavaserver</c>.</param>
/// <param name="Json">A JSON object in UTF-8.</param>
/// <param name="IsPublic">Whether everyone may hear of it, also one without a token.</param>
public sealed record LabEvent(string Suffix, Guid Id, DateTimeOffset Time, string User, ReadOnlyMemory<byte> Json, bool IsPublic = false);
