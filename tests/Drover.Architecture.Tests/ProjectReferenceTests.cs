using System.Xml.Linq;

namespace Drover.Architecture.Tests;

/// <summary>Dependencies point one way: daemon, then wires and web, then domains, then kernel.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] s_domains = ["Drover.Cluster", "Drover.Fleet", "Drover.Services", "Drover.Lab", "Drover.People", "Drover.Directory", "Drover.Tasks"];

    // Which projects each project may know. Tests and benchmarks may know any.
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        // Leaves below the kernel: docs/adr/0014-size-of-the-kernel.md. Whoever knows the kernel sees them through it.
        ["Drover.Primitives"] = [],
        ["Drover.Locks"] = ["Drover.Primitives"],
        ["Drover.Opcodes"] = ["Drover.Primitives"],
        ["Drover.Kernel"] = ["Drover.Locks", "Drover.Opcodes", "Drover.Primitives"],
        ["Drover.Storage"] = ["Drover.Kernel"],
        ["Drover.Doors"] = ["Drover.Kernel"],
        ["Drover.Cluster"] = ["Drover.Nodes", "Drover.Kernel"],
        ["Drover.Nodes"] = ["Drover.Kernel"],
        // What a master and its agents say to each other, for both ends; the fleet alone serves it: docs/adr/0034-agents.md.
        ["Drover.NodeWire"] = ["Drover.Nodes", "Drover.Kernel"],
        ["Drover.Fleet"] = ["Drover.NodeWire", "Drover.Nodes", "Drover.Doors", "Drover.Kernel"],
        ["drover-agent"] = ["Drover.NodeWire", "Drover.Services", "Drover.Storage", "Drover.Agent", "Drover.Nodes", "Drover.Kernel"],
        ["Drover.Agent"] = ["Drover.Nodes", "Drover.Kernel"],
        ["Drover.Services"] = ["Drover.Agent", "Drover.Nodes", "Drover.Kernel"],
        ["Drover.Lab"] = ["Drover.Jinja", "Drover.Yaml", "Drover.Kernel"],
        ["Drover.People"] = ["Drover.Kernel"],
        ["Drover.Tasks"] = ["Drover.Kernel"],
        ["Drover.Directory"] = ["Drover.Nodes", "Drover.Kernel"],
        // A template language of its own, with nothing of the lab in it: docs/adr/0024-templates.md.
        ["Drover.Jinja"] = [],
        ["Drover.Luxi"] = ["Drover.Cluster", "Drover.Doors", "Drover.Kernel"],
        ["Drover.ClusterInit"] = ["Drover.Services", "Drover.Nodes", "Drover.Doors", "Drover.Storable", "Drover.Kernel"],
        ["Drover.Lava"] = ["Drover.Lab", "Drover.Yaml", "Drover.Doors", "Drover.Kernel"],
        // The HTTP wires of LAVA are rooms of the web site: docs/protocols/lava-http.md.
        ["Drover.LavaWeb"] = ["Drover.Lab", "Drover.People", "Drover.Yaml", "Drover.Web", "Drover.Doors", "Drover.Kernel"],
        // The worker in the daemon: it takes jobs of the lab and runs them on nodes: docs/adr/0027-built-in-worker.md.
        ["Drover.ShellWorker"] = ["Drover.Lab", "Drover.Nodes", "Drover.Yaml", "Drover.Kernel"],
        // Sign-in by a provider is a source of sessions, loaded where it is configured: docs/adr/0033-users-of-the-network.md.
        ["Drover.OpenId"] = ["Drover.People", "Drover.Web", "Drover.Kernel"],
        // The pages for browsers are a room of the web site: docs/adr/0028-pages.md.
        ["Drover.Pages"] = ["Drover.Opcodes", "Drover.Web", "Drover.Doors", "Drover.Kernel"],
        ["Drover.Web"] = [.. s_domains, "Drover.Doors", "Drover.Kernel"],
        ["droverd"] = [.. s_domains, "Drover.Luxi", "Drover.ClusterInit", "Drover.Lava", "Drover.LavaWeb", "Drover.OpenId", "Drover.Pages", "Drover.ShellWorker", "Drover.Web", "Drover.Storage", "Drover.Agent", "Drover.Nodes", "Drover.Doors", "Drover.Kernel"],
        // What ends processes at the end of a lease knows how processes are found, and nothing of masters: docs/drover-guard.md.
        ["drover-guard"] = ["Drover.Agent"],
        ["drover"] = [],
        // YAML as PyYAML reads it, for the lab and LAVA's wires: docs/adr/0020-yaml.md.
        ["Drover.Yaml"] = [],
        // The wire of Cluster::Init is a leaf that both of its ends know, and clinit knows nothing else: docs/adr/0007-clinit.md.
        ["Drover.Storable"] = [],
        ["clinit"] = ["Drover.Storable"],
    };

    public static TheoryData<string> Projects() => [.. SourceProjects().Select(Repository.Relative)];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_that_it_may_know(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(s_allowed.TryGetValue(name, out var allowed), $"{name} is new: say in this test what it may know, and why in docs/adr.");
        var forbidden = References(project).Except(allowed).ToList();
        Assert.True(forbidden.Count == 0, $"{name} must not refer to {string.Join(", ", forbidden)}.");
    }

    [Fact]
    public void Domains_do_not_know_each_other()
    {
        foreach (var domain in s_domains)
            Assert.Empty(s_allowed[domain].Intersect(s_domains));
    }

    [Theory]
    [InlineData("Drover.Kernel", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Drover.Locks")]
    [InlineData("Drover.Opcodes")]
    [InlineData("Drover.Primitives")]
    public void The_kernel_uses_the_framework_and_the_contract_of_logging_only_and_its_leaves_the_framework_alone(string name, params string[] allowed)
    {
        var packages = Document($"src/{name}/{name}.csproj").Descendants("PackageReference")
            .Where(package => (string?)package.Attribute("PrivateAssets") != "all")
            .Select(package => (string?)package.Attribute("Include"));
        Assert.Equal(allowed, packages);
    }

    [Theory]
    [InlineData("Drover.Kernel")]
    [InlineData("Drover.Locks")]
    [InlineData("Drover.Opcodes")]
    [InlineData("Drover.Primitives")]
    public void The_kernel_and_its_leaves_read_no_clock_and_start_no_task(string name) =>
        Assert.Contains(Document($"src/{name}/{name}.csproj").Descendants("AdditionalFiles"), file => (string?)file.Attribute("Include") == "../BannedSymbols.txt");

    [Theory]
    [InlineData("src/Drover.Storable/Drover.Storable.csproj")]
    [InlineData("src/clinit/clinit.csproj")]
    public void The_old_command_line_starts_without_packages_and_without_a_web_server(string project) =>
        Assert.DoesNotContain(Document(project).Descendants(), element => element.Name.LocalName is "PackageReference" or "FrameworkReference");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = Document("Drover.slnx").Descendants("Project").Select(project => (string?)project.Attribute("Path")).ToHashSet();
        var unlisted = new[] { "src", "tests", "bench" }
            .SelectMany(folder => Repository.Files(folder, "*.csproj")).Select(Repository.Relative).Where(path => !listed.Contains(path));
        Assert.Empty(unlisted);
    }

    [Fact]
    public void Package_versions_are_central()
    {
        var own = new[] { "src", "tests", "bench" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))
            .Where(path => XDocument.Load(path).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null))
            .Select(Repository.Relative);
        Assert.Empty(own);
    }

    private static List<string> SourceProjects()
    {
        var projects = Repository.Files("src", "*.csproj").ToList();
        Assert.NotEmpty(projects);
        return projects;
    }

    private static IEnumerable<string> References(string project) =>
        Document(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include") ?? "").Replace('\\', '/')));

    private static XDocument Document(string relative) => XDocument.Load(Repository.At(relative));
}
