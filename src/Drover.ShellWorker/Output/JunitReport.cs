using System.Xml;

namespace Drover.ShellWorker.Output;

/// <summary>A case of a report in JUnit's form.</summary>
/// <param name="Set">The suite within the report; empty for none.</param>
/// <param name="Name">The name, behind that of its class.</param>
/// <param name="Result">pass, fail or skip.</param>
/// <param name="Seconds">How long it took, as it was written; null when the report does not say.</param>
internal sealed record JunitCase(string Set, string Name, string Result, string? Seconds);

/// <summary>Reads reports in JUnit's form.</summary>
internal static class JunitReport
{
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 64L << 20, IgnoreComments = true };

    /// <exception cref="XmlException">It is no XML.</exception>
    public static List<JunitCase> Read(byte[] bytes)
    {
        var cases = new List<JunitCase>();
        using var xml = XmlReader.Create(new MemoryStream(bytes, writable: false), s_settings);
        var (set, name, result) = ("", "", "pass");
        string? seconds = null;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                switch (xml.LocalName)
                {
                    case "testsuite":
                        set = xml.GetAttribute("name") ?? "";
                        break;
                    case "testcase":
                        (name, result, seconds) = (NameOf(xml), "pass", xml.GetAttribute("time"));
                        if (xml.IsEmptyElement)
                            cases.Add(new JunitCase(set, name, result, seconds));
                        break;
                    case "failure" or "error":
                        result = "fail";
                        break;
                    case "skipped" when result == "pass":
                        result = "skip";
                        break;
                }
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "testcase" })
            {
                cases.Add(new JunitCase(set, name, result, seconds));
            }
        }
        return cases;
    }

    private static string NameOf(XmlReader xml)
    {
        var name = xml.GetAttribute("name")?.Trim() is { Length: > 0 } given ? given : "unnamed";
        return xml.GetAttribute("classname")?.Trim() is { Length: > 0 } type ? $"{type}.{name}" : name;
    }
}
