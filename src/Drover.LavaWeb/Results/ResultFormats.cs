using System.Globalization;
using System.Text;
using System.Xml;
using Drover.Lab.Results;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Results;

/// <summary>Results in the forms of other programs.</summary>
internal static class ResultFormats
{
    /// <summary>JUnit's XML, a test suite each.</summary>
    /// <param name="rows">The results of a job.</param>
    /// <param name="prefix">Goes before the names of classes, with an underscore; null for none.</param>
    public static string Junit(IReadOnlyList<TestResult> rows, string? prefix)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            Counts(xml, rows);
            foreach (var suite in ResultSuite.Of(rows))
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Writable(suite.Name));
                Counts(xml, suite.Cases);
                xml.WriteAttributeString("timestamp", LabTimes.Iso(suite.Cases[0].Logged));
                foreach (var row in suite.Cases)
                    Case(xml, row, prefix);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>TAP, version 13.</summary>
    public static string Tap(IReadOnlyList<TestResult> rows)
    {
        var text = new StringBuilder();
        text.Append("TAP version 13\n1..").Append(rows.Count).Append('\n');
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            text.Append($"{(row.Result is "pass" or "skip" ? "ok" : "not ok")} {i + 1} {row.Suite}/{row.Case}".ReplaceLineEndings(" "));
            var (directive, why) = row.Result switch { "skip" => ("skip", ""), "unknown" => ("todo", " unknown"), _ => ("", "") };
            text.Append(directive.Length > 0 ? $" # {directive.ToUpperInvariant()}{why}\n" : "\n");
        }
        return text.ToString();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<TestResult> rows)
    {
        xml.WriteAttributeString("tests", rows.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", rows.Count(row => row.Result == "fail").ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", rows.Count(row => row.Result == "skip").ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", "0");
    }

    private static void Case(XmlWriter xml, TestResult row, string? prefix)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Writable(row.Case));
        xml.WriteAttributeString("classname", Writable(string.IsNullOrEmpty(prefix) ? row.Suite : $"{prefix}_{row.Suite}"));
        xml.WriteAttributeString("timestamp", LabTimes.Iso(row.Logged));
        if (row.Result is "fail" or "skip")
        {
            xml.WriteStartElement(row.Result == "fail" ? "failure" : "skipped");
            xml.WriteAttributeString("message", row.Result == "fail" ? "failed" : "skipped");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static string Writable(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
