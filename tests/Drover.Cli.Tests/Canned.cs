using System.Globalization;

namespace Drover.Cli.Tests;

/// <summary>Answers of a daemon with a few jobs and nodes.</summary>
internal static class Canned
{
    public const string JobFields = """
        {"fields":[
          {"name":"id","title":"ID","kind":"number","doc":"Job ID","default":true},
          {"name":"status","title":"Status","kind":"text","doc":"Status","default":true},
          {"name":"summary","title":"Summary","kind":"other","doc":"List of summaries","default":true},
          {"name":"start_ts","title":"Start","kind":"other","doc":"Start of execution","default":false}]}
        """;

    public const string JobColumns = """
        {"name":"id","title":"ID","kind":"number","doc":""},{"name":"status","title":"Status","kind":"text","doc":""},
        {"name":"received_ts","title":"Received","kind":"other","doc":""},{"name":"start_ts","title":"Start","kind":"other","doc":""},
        {"name":"end_ts","title":"End","kind":"other","doc":""},{"name":"principal","title":"Principal","kind":"text","doc":""},
        {"name":"summary","title":"Summary","kind":"other","doc":""}
        """;

    /// <summary>The newest first, as a listing of jobs asks for them.</summary>
    public const string JobRows = $$"""
        {"fields":[{{JobColumns}}],
         "rows":[
          [[0,10],[0,"running"],[0,[1700000000,0]],[0,[1700000001,0]],[0,null],[0,"user:ada"],[0,["GROUP_ADD(a)","TAGS_SET(node)"]]],
          [[0,9],[0,"success"],[0,[1699990000,0]],[0,[1699990000,0]],[0,[1699990001,500000]],[0,"uid:0"],[0,["TEST_DELAY(1.0)"]]]],
         "next":null}
        """;

    public const string NodeRows = """
        {"fields":[
          {"name":"name","title":"Node","kind":"text","doc":""},
          {"name":"mtotal","title":"MTotal","kind":"unit","doc":""},
          {"name":"offline","title":"Offline","kind":"bool","doc":""},
          {"name":"ctime","title":"CTime","kind":"timestamp","doc":""},
          {"name":"start_ts","title":"Start","kind":"other","doc":""},
          {"name":"tags","title":"Tags","kind":"other","doc":""},
          {"name":"mfree","title":"MFree","kind":"unit","doc":""}],
         "rows":[
          [[0,"n1"],[0,1024],[0,false],[0,1700000000.5],[0,[1700000000,250000]],[0,["a","b"]],[3,null]],
          [[0,"n2.example.com"],[0,512],[0,true],[0,0],[0,null],[0,[]],[4,null]],
          [[0,"n3"],[0,3145728],[0,false],[2,null],[1,null],[0,{"k":1}],[0,65536]]],
         "next":null}
        """;

    public static string Page(int first, int count, string? next)
    {
        var rows = string.Join(',', Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"[[0,{i}]]")));
        return $$"""{"fields":[{"name":"id","title":"ID","kind":"number","doc":""}],"rows":[{{rows}}],"next":{{(next is null ? "null" : $"\"{next}\"")}}}""";
    }

    public static string Wait(string status, bool final, string logs = "", string opresult = "[null]") =>
        $$"""{"id":17,"status":"{{status}}","final":{{(final ? "true" : "false")}},"opstatus":["{{status}}"],"opresult":{{opresult}},"logs":[{{logs}}]}""";

    public static string Log(int serial, string content, string type = "message") =>
        $$"""{"serial":{{serial}},"time":[{{1700000000 + serial}},0],"opcode":0,"type":"{{type}}","content":{{content}}}""";
}
