namespace Drover.Cli.Lab.Importing;

/// <summary>What a file of a site is about.</summary>
internal enum SitePart
{
    /// <summary>The template of a device type, or one that others extend.</summary>
    Template,
    /// <summary>The dictionary of a device.</summary>
    Device,
    /// <summary>The health check that belongs to a template.</summary>
    HealthCheck,
    /// <summary>A text that workers get with each test job.</summary>
    WorkerText,
}

/// <summary>A file of a site.</summary>
/// <param name="Part">What it is about.</param>
/// <param name="Path">Where it is, below the directory.</param>
/// <param name="Name">Of a template, a device, a template with a health check, or a worker; empty for all workers.</param>
/// <param name="Text">What it holds.</param>
internal sealed record SiteFile(SitePart Part, string Path, string Name, string Text)
{
    /// <summary>Of a text for workers: env, env-dut or dispatcher.</summary>
    public string Kind { get; init; } = "";
}
