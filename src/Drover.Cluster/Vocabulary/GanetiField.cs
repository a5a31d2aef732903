namespace Drover.Cluster.Vocabulary;

/// <summary>A field of a query resource as Ganeti names it.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Title">Column title.</param>
/// <param name="KindText">text, bool, number, float, unit, timestamp, other or unknown.</param>
/// <param name="Source">What has to be looked at for a value, such as config or live.</param>
/// <param name="Flags">How filters compare it: hostname, job_id, split_timestamp, ip_address.</param>
/// <param name="Doc">One line that says what the value is.</param>
public sealed record GanetiField(string Name, string Title, string KindText, string Source, IReadOnlyList<string> Flags, string Doc);
