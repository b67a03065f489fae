using Sora2.Contracts.Storyboards;
using Sora2.LocalServer.Dashboard.Making;
using Sora2.LocalServer.Dashboard.Storyboards;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard.Storyboards;

public sealed class BoardFormTests
{
    private const string Maya = "the picture of MAYA";

    [Fact]
    public void ToRequests_Apart_AreThoseOfTheCommand()
    {
        var form = Form("MAYA walks.", "it rains", "maya sleeps");
        form.Shots[1].Seconds = 2;
        form.Shots[2].Name = "15";
        form.Settings.Seed = "7";
        form.Settings.Project = "film";

        var requests = form.ToRequests();

        Assert.Equal(
            [("MAYA walks, in a park", "SH010", 7L, 4d), ("it rains, in a park", "SH020", 23L, 2d), ("maya sleeps, in a park", "SH015", 39L, 4d)],
            requests.Select(static request => (request.Prompt, request.Shot, request.Seed, request.Seconds)));
        Assert.All(requests, static request => Assert.Equal("film", request.Project));
        Assert.Equal([Maya, null, Maya], requests.Select(static request => request.Conditioning.SingleOrDefault()?.MediaId));
    }

    [Fact]
    public void ToRequests_Continuous_IsOnePieceOfScenes()
    {
        var form = Form("MAYA walks", "it rains");
        form.Continuous = true;
        form.Shots[1].Seconds = 2.5;

        var request = Assert.Single(form.ToRequests());

        Assert.Equal(("in a park", 6.5, ""), (request.Prompt, request.Seconds, request.Shot));
        Assert.Equal([new Scene("MAYA walks", 4), new Scene("it rains", 2.5)], request.Scenes);
        Assert.Equal(Maya, Assert.Single(request.Conditioning).MediaId);
    }

    [Fact]
    public void ToRequests_WithoutASeed_HaveOneFamilyAllTheSame()
    {
        var requests = Form("MAYA walks", "it rains").ToRequests();

        Assert.Equal(16, requests[1].Seed - requests[0].Seed);
    }

    [Fact]
    public void ToRequests_WhatCannotBe_IsNamed()
    {
        Assert.Equal("shot 2", Refused(Form("MAYA walks", " ")).Field);
        Assert.Equal("\"MAYA\"", Refused(Form("somebody walks")).Given);
        var form = Form("MAYA walks");
        form.Cast[0].MediaId = null;
        Assert.Equal("cast", Refused(form).Field);
        form.Cast.Add(new CastMember { Name = "maya ", MediaId = Maya });
        form.Cast[0].MediaId = Maya;
        Assert.Equal("maya twice", Refused(form).Given);

        static InvalidRequestException Refused(BoardForm form) => Assert.Throws<InvalidRequestException>(() => form.ToRequests());
    }

    [Fact]
    public void Take_WhatWasSaved_IsTheSame()
    {
        var form = Form("MAYA walks", "it rains");
        form.Shots[1].Seconds = 0.5;

        var again = new BoardForm();
        again.Take(Storyboard.Parse(form.ToStoryboard(static member => $"{member.Name}.png").ToJson()), static picture => picture == "MAYA.png" ? Maya : null);

        Assert.Equal(form.ToStoryboard(static member => member.MediaId!).ToJson(), again.ToStoryboard(static member => member.MediaId!).ToJson());
    }

    private static BoardForm Form(params string[] prompts) => new()
    {
        Place = "in a park",
        Shots = [.. prompts.Select(static prompt => new BoardShot { Prompt = prompt })],
        Cast = [new CastMember { Name = "MAYA", MediaId = Maya }],
    };
}
