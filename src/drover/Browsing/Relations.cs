namespace Drover.Cli.Browsing;

/// <summary>What belongs to a thing: rows of another resource of which a field names it.</summary>
internal static class Relations
{
    private static readonly (string Of, string Name, string Resource, string Field)[] s_all =
    [
        ("service-group", "processes", "process", "group"),
        ("node", "groups", "service-group", "node"),
        ("node", "processes", "process", "node"),
        ("worker", "devices", "device", "worker"),
        ("device-type", "devices", "device", "type"),
        ("device", "test-jobs", "test-job", "device"),
        ("device-type", "test-jobs", "test-job", "device_type"),
        ("test-job", "results", "result", "job"),
    ];

    /// <summary>Names of what belongs to rows of a resource.</summary>
    public static IEnumerable<string> Of(string resource) => s_all.Where(r => r.Of == resource).Select(r => r.Name);

    /// <summary>The resource and the field that names the thing; null where nothing of that name belongs to it.</summary>
    public static (string Resource, string Field)? Find(string resource, string name) =>
        s_all.Where(r => r.Of == resource && r.Name == name).Select(r => ((string, string)?)(r.Resource, r.Field)).FirstOrDefault();
}
