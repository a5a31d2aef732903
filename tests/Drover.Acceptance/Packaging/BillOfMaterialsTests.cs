using System.Text.Json.Nodes;
using System.Xml.Linq;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Packaging;

/// <summary>The list of what the daemon of the packages is made of.</summary>
public sealed class BillOfMaterialsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void It_names_the_runtime_and_each_library_once_by_the_versions_that_are_used_and_says_the_same_twice()
    {
        var text = Make("first");
        Assert.Equal(text, Make("second"));
        Assert.DoesNotContain(Programs.Root(), text, StringComparison.Ordinal);
        var bill = JsonNode.Parse(text)!;
        Assert.Equal("CycloneDX", (string)bill["bomFormat"]!);
        Assert.Equal("drover", (string)bill["metadata"]!["component"]!["name"]!);

        var components = bill["components"]!.AsArray().Select(component => component!).ToList();
        Assert.All(components, component => Assert.Equal($"pkg:nuget/{component["name"]}@{component["version"]}", (string)component["purl"]!));
        var versions = components.ToDictionary(component => (string)component["name"]!, component => (string)component["version"]!);
        Assert.Contains("Microsoft.NETCore.App.Runtime.linux-x64", versions);
        Assert.Contains("Microsoft.AspNetCore.App.Runtime.linux-x64", versions);
        var pinned = Packages("Directory.Packages.props", "PackageVersion").ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        foreach (var name in Packages("src/droverd/droverd.csproj", "PackageReference").Select(package => (string)package.Attribute("Include")!))
            Assert.Equal(pinned[name], versions[name]);

        var known = components.Append(bill["metadata"]!["component"]!).Select(component => (string)component["bom-ref"]!).ToHashSet();
        Assert.Equal(components.Count + 1, known.Count);
        foreach (var dependency in bill["dependencies"]!.AsArray())
        {
            Assert.Contains((string)dependency!["ref"]!, known);
            Assert.All(dependency["dependsOn"]?.AsArray() ?? [], each => Assert.Contains((string)each!, known));
        }
    }

    private string Make(string name)
    {
        Command.Run(Path.Combine(Programs.Root(), "packaging", "make-sbom"), [_sandbox.At(name)]).Expect(0);
        return File.ReadAllText(_sandbox.At(name));
    }

    private static IEnumerable<XElement> Packages(string file, string kind) => XDocument.Load(Path.Combine(Programs.Root(), file)).Descendants(kind);
}
