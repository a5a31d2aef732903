using Drover.Nodes.Services;

namespace Drover.Nodes.Logs;

/// <summary>The files with the output of the services of a machine, under the names <c>service/GROUP/TAG</c>.</summary>
public static class ServiceOutput
{
    /// <summary>Names and paths of all of them; a file need not exist yet.</summary>
    public static IEnumerable<(string Name, string Path)> All(INodeServices services) => services.View.Processes.Select(row => (NodeLogs.Kind + row.Name, row.Log));

    /// <summary>The path of one; null when there is none of that name.</summary>
    public static string? Find(INodeServices services, string name) =>
        name.StartsWith(NodeLogs.Kind, StringComparison.Ordinal) ? services.View.Processes.FirstOrDefault(row => row.Name == name[NodeLogs.Kind.Length..])?.Log : null;
}
