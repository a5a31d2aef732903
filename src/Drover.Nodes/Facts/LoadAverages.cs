namespace Drover.Nodes.Facts;

/// <summary>Threads that ran or waited to, as getloadavg(3) has them.</summary>
/// <param name="One">Of the last minute.</param>
/// <param name="Five">Of the last five minutes.</param>
/// <param name="Fifteen">Of the last fifteen minutes.</param>
public sealed record LoadAverages(double One, double Five, double Fifteen);
