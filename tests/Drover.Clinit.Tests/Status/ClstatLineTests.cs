using Drover.Clinit.Status;

namespace Drover.Clinit.Tests.Status;

public sealed class ClstatLineTests
{
    [Fact]
    public void Lines_of_groups_are_read_and_printed_as_name_level_and_state() => Assert.Equal(
        ["hellogrp 1 DONE\n", "foo start HALTING\n", "0 0 RUNNING\n"],
        ClstatLine.Read(
            """
            Cluster::Init::Group hellogrp 1 DONE
            Cluster::Init::Process p 1 DONE
            Cluster::Init::Group foo start HALTING
            Cluster::Init::Group half
            Cluster::Init::Group 0 0 RUNNING

            """).Select(line => line.ToString()));

    [Fact]
    public void An_empty_file_has_no_groups() => Assert.Empty(ClstatLine.Read(""));
}
