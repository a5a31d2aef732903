namespace Drover.Web.About;

/// <summary>Names of the daemon.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Node">Name of the master node.</param>
/// <param name="Uuid">Identity of the cluster, which a rename does not change.</param>
public sealed record WhoAmI(string Cluster, string Node, string Uuid);
