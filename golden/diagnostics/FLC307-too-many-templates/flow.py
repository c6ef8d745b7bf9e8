"""Each step asks for another amount of memory."""

from flowc import FlowSpec, kubernetes, step


class PetsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.s000)

    @kubernetes(memory=1)
    @step
    def s000(self):
        self.next(self.s001)

    @kubernetes(memory=2)
    @step
    def s001(self):
        self.next(self.s002)

    @kubernetes(memory=3)
    @step
    def s002(self):
        self.next(self.s003)

    @kubernetes(memory=4)
    @step
    def s003(self):
        self.next(self.s004)

    @kubernetes(memory=5)
    @step
    def s004(self):
        self.next(self.s005)

    @kubernetes(memory=6)
    @step
    def s005(self):
        self.next(self.s006)

    @kubernetes(memory=7)
    @step
    def s006(self):
        self.next(self.s007)

    @kubernetes(memory=8)
    @step
    def s007(self):
        self.next(self.s008)

    @kubernetes(memory=9)
    @step
    def s008(self):
        self.next(self.s009)

    @kubernetes(memory=10)
    @step
    def s009(self):
        self.next(self.s010)

    @kubernetes(memory=11)
    @step
    def s010(self):
        self.next(self.s011)

    @kubernetes(memory=12)
    @step
    def s011(self):
        self.next(self.s012)

    @kubernetes(memory=13)
    @step
    def s012(self):
        self.next(self.s013)

    @kubernetes(memory=14)
    @step
    def s013(self):
        self.next(self.s014)

    @kubernetes(memory=15)
    @step
    def s014(self):
        self.next(self.s015)

    @kubernetes(memory=16)
    @step
    def s015(self):
        self.next(self.s016)

    @kubernetes(memory=17)
    @step
    def s016(self):
        self.next(self.s017)

    @kubernetes(memory=18)
    @step
    def s017(self):
        self.next(self.s018)

    @kubernetes(memory=19)
    @step
    def s018(self):
        self.next(self.s019)

    @kubernetes(memory=20)
    @step
    def s019(self):
        self.next(self.s020)

    @kubernetes(memory=21)
    @step
    def s020(self):
        self.next(self.s021)

    @kubernetes(memory=22)
    @step
    def s021(self):
        self.next(self.s022)

    @kubernetes(memory=23)
    @step
    def s022(self):
        self.next(self.s023)

    @kubernetes(memory=24)
    @step
    def s023(self):
        self.next(self.s024)

    @kubernetes(memory=25)
    @step
    def s024(self):
        self.next(self.s025)

    @kubernetes(memory=26)
    @step
    def s025(self):
        self.next(self.s026)

    @kubernetes(memory=27)
    @step
    def s026(self):
        self.next(self.s027)

    @kubernetes(memory=28)
    @step
    def s027(self):
        self.next(self.s028)

    @kubernetes(memory=29)
    @step
    def s028(self):
        self.next(self.s029)

    @kubernetes(memory=30)
    @step
    def s029(self):
        self.next(self.s030)

    @kubernetes(memory=31)
    @step
    def s030(self):
        self.next(self.s031)

    @kubernetes(memory=32)
    @step
    def s031(self):
        self.next(self.s032)

    @kubernetes(memory=33)
    @step
    def s032(self):
        self.next(self.s033)

    @kubernetes(memory=34)
    @step
    def s033(self):
        self.next(self.s034)

    @kubernetes(memory=35)
    @step
    def s034(self):
        self.next(self.s035)

    @kubernetes(memory=36)
    @step
    def s035(self):
        self.next(self.s036)

    @kubernetes(memory=37)
    @step
    def s036(self):
        self.next(self.s037)

    @kubernetes(memory=38)
    @step
    def s037(self):
        self.next(self.s038)

    @kubernetes(memory=39)
    @step
    def s038(self):
        self.next(self.s039)

    @kubernetes(memory=40)
    @step
    def s039(self):
        self.next(self.s040)

    @kubernetes(memory=41)
    @step
    def s040(self):
        self.next(self.s041)

    @kubernetes(memory=42)
    @step
    def s041(self):
        self.next(self.s042)

    @kubernetes(memory=43)
    @step
    def s042(self):
        self.next(self.s043)

    @kubernetes(memory=44)
    @step
    def s043(self):
        self.next(self.s044)

    @kubernetes(memory=45)
    @step
    def s044(self):
        self.next(self.s045)

    @kubernetes(memory=46)
    @step
    def s045(self):
        self.next(self.s046)

    @kubernetes(memory=47)
    @step
    def s046(self):
        self.next(self.s047)

    @kubernetes(memory=48)
    @step
    def s047(self):
        self.next(self.s048)

    @kubernetes(memory=49)
    @step
    def s048(self):
        self.next(self.s049)

    @kubernetes(memory=50)
    @step
    def s049(self):
        self.next(self.s050)

    @kubernetes(memory=51)
    @step
    def s050(self):
        self.next(self.s051)

    @kubernetes(memory=52)
    @step
    def s051(self):
        self.next(self.s052)

    @kubernetes(memory=53)
    @step
    def s052(self):
        self.next(self.s053)

    @kubernetes(memory=54)
    @step
    def s053(self):
        self.next(self.s054)

    @kubernetes(memory=55)
    @step
    def s054(self):
        self.next(self.s055)

    @kubernetes(memory=56)
    @step
    def s055(self):
        self.next(self.s056)

    @kubernetes(memory=57)
    @step
    def s056(self):
        self.next(self.s057)

    @kubernetes(memory=58)
    @step
    def s057(self):
        self.next(self.s058)

    @kubernetes(memory=59)
    @step
    def s058(self):
        self.next(self.s059)

    @kubernetes(memory=60)
    @step
    def s059(self):
        self.next(self.s060)

    @kubernetes(memory=61)
    @step
    def s060(self):
        self.next(self.s061)

    @kubernetes(memory=62)
    @step
    def s061(self):
        self.next(self.s062)

    @kubernetes(memory=63)
    @step
    def s062(self):
        self.next(self.s063)

    @kubernetes(memory=64)
    @step
    def s063(self):
        self.next(self.s064)

    @kubernetes(memory=65)
    @step
    def s064(self):
        self.next(self.s065)

    @kubernetes(memory=66)
    @step
    def s065(self):
        self.next(self.s066)

    @kubernetes(memory=67)
    @step
    def s066(self):
        self.next(self.s067)

    @kubernetes(memory=68)
    @step
    def s067(self):
        self.next(self.s068)

    @kubernetes(memory=69)
    @step
    def s068(self):
        self.next(self.s069)

    @kubernetes(memory=70)
    @step
    def s069(self):
        self.next(self.s070)

    @kubernetes(memory=71)
    @step
    def s070(self):
        self.next(self.s071)

    @kubernetes(memory=72)
    @step
    def s071(self):
        self.next(self.s072)

    @kubernetes(memory=73)
    @step
    def s072(self):
        self.next(self.s073)

    @kubernetes(memory=74)
    @step
    def s073(self):
        self.next(self.s074)

    @kubernetes(memory=75)
    @step
    def s074(self):
        self.next(self.s075)

    @kubernetes(memory=76)
    @step
    def s075(self):
        self.next(self.s076)

    @kubernetes(memory=77)
    @step
    def s076(self):
        self.next(self.s077)

    @kubernetes(memory=78)
    @step
    def s077(self):
        self.next(self.s078)

    @kubernetes(memory=79)
    @step
    def s078(self):
        self.next(self.s079)

    @kubernetes(memory=80)
    @step
    def s079(self):
        self.next(self.s080)

    @kubernetes(memory=81)
    @step
    def s080(self):
        self.next(self.s081)

    @kubernetes(memory=82)
    @step
    def s081(self):
        self.next(self.s082)

    @kubernetes(memory=83)
    @step
    def s082(self):
        self.next(self.s083)

    @kubernetes(memory=84)
    @step
    def s083(self):
        self.next(self.s084)

    @kubernetes(memory=85)
    @step
    def s084(self):
        self.next(self.s085)

    @kubernetes(memory=86)
    @step
    def s085(self):
        self.next(self.s086)

    @kubernetes(memory=87)
    @step
    def s086(self):
        self.next(self.s087)

    @kubernetes(memory=88)
    @step
    def s087(self):
        self.next(self.s088)

    @kubernetes(memory=89)
    @step
    def s088(self):
        self.next(self.s089)

    @kubernetes(memory=90)
    @step
    def s089(self):
        self.next(self.s090)

    @kubernetes(memory=91)
    @step
    def s090(self):
        self.next(self.s091)

    @kubernetes(memory=92)
    @step
    def s091(self):
        self.next(self.s092)

    @kubernetes(memory=93)
    @step
    def s092(self):
        self.next(self.s093)

    @kubernetes(memory=94)
    @step
    def s093(self):
        self.next(self.s094)

    @kubernetes(memory=95)
    @step
    def s094(self):
        self.next(self.s095)

    @kubernetes(memory=96)
    @step
    def s095(self):
        self.next(self.s096)

    @kubernetes(memory=97)
    @step
    def s096(self):
        self.next(self.s097)

    @kubernetes(memory=98)
    @step
    def s097(self):
        self.next(self.s098)

    @kubernetes(memory=99)
    @step
    def s098(self):
        self.next(self.s099)

    @kubernetes(memory=100)
    @step
    def s099(self):
        self.next(self.s100)

    @kubernetes(memory=101)
    @step
    def s100(self):
        self.next(self.s101)

    @kubernetes(memory=102)
    @step
    def s101(self):
        self.next(self.s102)

    @kubernetes(memory=103)
    @step
    def s102(self):
        self.next(self.s103)

    @kubernetes(memory=104)
    @step
    def s103(self):
        self.next(self.s104)

    @kubernetes(memory=105)
    @step
    def s104(self):
        self.next(self.s105)

    @kubernetes(memory=106)
    @step
    def s105(self):
        self.next(self.s106)

    @kubernetes(memory=107)
    @step
    def s106(self):
        self.next(self.s107)

    @kubernetes(memory=108)
    @step
    def s107(self):
        self.next(self.s108)

    @kubernetes(memory=109)
    @step
    def s108(self):
        self.next(self.s109)

    @kubernetes(memory=110)
    @step
    def s109(self):
        self.next(self.s110)

    @kubernetes(memory=111)
    @step
    def s110(self):
        self.next(self.s111)

    @kubernetes(memory=112)
    @step
    def s111(self):
        self.next(self.s112)

    @kubernetes(memory=113)
    @step
    def s112(self):
        self.next(self.s113)

    @kubernetes(memory=114)
    @step
    def s113(self):
        self.next(self.s114)

    @kubernetes(memory=115)
    @step
    def s114(self):
        self.next(self.s115)

    @kubernetes(memory=116)
    @step
    def s115(self):
        self.next(self.s116)

    @kubernetes(memory=117)
    @step
    def s116(self):
        self.next(self.s117)

    @kubernetes(memory=118)
    @step
    def s117(self):
        self.next(self.s118)

    @kubernetes(memory=119)
    @step
    def s118(self):
        self.next(self.s119)

    @kubernetes(memory=120)
    @step
    def s119(self):
        self.next(self.s120)

    @kubernetes(memory=121)
    @step
    def s120(self):
        self.next(self.s121)

    @kubernetes(memory=122)
    @step
    def s121(self):
        self.next(self.s122)

    @kubernetes(memory=123)
    @step
    def s122(self):
        self.next(self.s123)

    @kubernetes(memory=124)
    @step
    def s123(self):
        self.next(self.s124)

    @kubernetes(memory=125)
    @step
    def s124(self):
        self.next(self.s125)

    @kubernetes(memory=126)
    @step
    def s125(self):
        self.next(self.s126)

    @kubernetes(memory=127)
    @step
    def s126(self):
        self.next(self.s127)

    @kubernetes(memory=128)
    @step
    def s127(self):
        self.next(self.s128)

    @kubernetes(memory=129)
    @step
    def s128(self):
        self.next(self.s129)

    @kubernetes(memory=130)
    @step
    def s129(self):
        self.next(self.s130)

    @kubernetes(memory=131)
    @step
    def s130(self):
        self.next(self.s131)

    @kubernetes(memory=132)
    @step
    def s131(self):
        self.next(self.s132)

    @kubernetes(memory=133)
    @step
    def s132(self):
        self.next(self.s133)

    @kubernetes(memory=134)
    @step
    def s133(self):
        self.next(self.s134)

    @kubernetes(memory=135)
    @step
    def s134(self):
        self.next(self.s135)

    @kubernetes(memory=136)
    @step
    def s135(self):
        self.next(self.s136)

    @kubernetes(memory=137)
    @step
    def s136(self):
        self.next(self.s137)

    @kubernetes(memory=138)
    @step
    def s137(self):
        self.next(self.s138)

    @kubernetes(memory=139)
    @step
    def s138(self):
        self.next(self.s139)

    @kubernetes(memory=140)
    @step
    def s139(self):
        self.next(self.s140)

    @kubernetes(memory=141)
    @step
    def s140(self):
        self.next(self.s141)

    @kubernetes(memory=142)
    @step
    def s141(self):
        self.next(self.s142)

    @kubernetes(memory=143)
    @step
    def s142(self):
        self.next(self.s143)

    @kubernetes(memory=144)
    @step
    def s143(self):
        self.next(self.s144)

    @kubernetes(memory=145)
    @step
    def s144(self):
        self.next(self.s145)

    @kubernetes(memory=146)
    @step
    def s145(self):
        self.next(self.s146)

    @kubernetes(memory=147)
    @step
    def s146(self):
        self.next(self.s147)

    @kubernetes(memory=148)
    @step
    def s147(self):
        self.next(self.s148)

    @kubernetes(memory=149)
    @step
    def s148(self):
        self.next(self.s149)

    @kubernetes(memory=150)
    @step
    def s149(self):
        self.next(self.s150)

    @kubernetes(memory=151)
    @step
    def s150(self):
        self.next(self.s151)

    @kubernetes(memory=152)
    @step
    def s151(self):
        self.next(self.s152)

    @kubernetes(memory=153)
    @step
    def s152(self):
        self.next(self.s153)

    @kubernetes(memory=154)
    @step
    def s153(self):
        self.next(self.s154)

    @kubernetes(memory=155)
    @step
    def s154(self):
        self.next(self.s155)

    @kubernetes(memory=156)
    @step
    def s155(self):
        self.next(self.s156)

    @kubernetes(memory=157)
    @step
    def s156(self):
        self.next(self.s157)

    @kubernetes(memory=158)
    @step
    def s157(self):
        self.next(self.s158)

    @kubernetes(memory=159)
    @step
    def s158(self):
        self.next(self.s159)

    @kubernetes(memory=160)
    @step
    def s159(self):
        self.next(self.s160)

    @kubernetes(memory=161)
    @step
    def s160(self):
        self.next(self.s161)

    @kubernetes(memory=162)
    @step
    def s161(self):
        self.next(self.s162)

    @kubernetes(memory=163)
    @step
    def s162(self):
        self.next(self.s163)

    @kubernetes(memory=164)
    @step
    def s163(self):
        self.next(self.s164)

    @kubernetes(memory=165)
    @step
    def s164(self):
        self.next(self.s165)

    @kubernetes(memory=166)
    @step
    def s165(self):
        self.next(self.s166)

    @kubernetes(memory=167)
    @step
    def s166(self):
        self.next(self.s167)

    @kubernetes(memory=168)
    @step
    def s167(self):
        self.next(self.s168)

    @kubernetes(memory=169)
    @step
    def s168(self):
        self.next(self.s169)

    @kubernetes(memory=170)
    @step
    def s169(self):
        self.next(self.s170)

    @kubernetes(memory=171)
    @step
    def s170(self):
        self.next(self.s171)

    @kubernetes(memory=172)
    @step
    def s171(self):
        self.next(self.s172)

    @kubernetes(memory=173)
    @step
    def s172(self):
        self.next(self.s173)

    @kubernetes(memory=174)
    @step
    def s173(self):
        self.next(self.s174)

    @kubernetes(memory=175)
    @step
    def s174(self):
        self.next(self.s175)

    @kubernetes(memory=176)
    @step
    def s175(self):
        self.next(self.s176)

    @kubernetes(memory=177)
    @step
    def s176(self):
        self.next(self.s177)

    @kubernetes(memory=178)
    @step
    def s177(self):
        self.next(self.s178)

    @kubernetes(memory=179)
    @step
    def s178(self):
        self.next(self.s179)

    @kubernetes(memory=180)
    @step
    def s179(self):
        self.next(self.s180)

    @kubernetes(memory=181)
    @step
    def s180(self):
        self.next(self.s181)

    @kubernetes(memory=182)
    @step
    def s181(self):
        self.next(self.s182)

    @kubernetes(memory=183)
    @step
    def s182(self):
        self.next(self.s183)

    @kubernetes(memory=184)
    @step
    def s183(self):
        self.next(self.s184)

    @kubernetes(memory=185)
    @step
    def s184(self):
        self.next(self.s185)

    @kubernetes(memory=186)
    @step
    def s185(self):
        self.next(self.s186)

    @kubernetes(memory=187)
    @step
    def s186(self):
        self.next(self.s187)

    @kubernetes(memory=188)
    @step
    def s187(self):
        self.next(self.s188)

    @kubernetes(memory=189)
    @step
    def s188(self):
        self.next(self.s189)

    @kubernetes(memory=190)
    @step
    def s189(self):
        self.next(self.s190)

    @kubernetes(memory=191)
    @step
    def s190(self):
        self.next(self.s191)

    @kubernetes(memory=192)
    @step
    def s191(self):
        self.next(self.s192)

    @kubernetes(memory=193)
    @step
    def s192(self):
        self.next(self.s193)

    @kubernetes(memory=194)
    @step
    def s193(self):
        self.next(self.s194)

    @kubernetes(memory=195)
    @step
    def s194(self):
        self.next(self.s195)

    @kubernetes(memory=196)
    @step
    def s195(self):
        self.next(self.s196)

    @kubernetes(memory=197)
    @step
    def s196(self):
        self.next(self.s197)

    @kubernetes(memory=198)
    @step
    def s197(self):
        self.next(self.s198)

    @kubernetes(memory=199)
    @step
    def s198(self):
        self.next(self.s199)

    @kubernetes(memory=200)
    @step
    def s199(self):
        self.next(self.s200)

    @kubernetes(memory=201)
    @step
    def s200(self):
        self.next(self.s201)

    @kubernetes(memory=202)
    @step
    def s201(self):
        self.next(self.s202)

    @kubernetes(memory=203)
    @step
    def s202(self):
        self.next(self.s203)

    @kubernetes(memory=204)
    @step
    def s203(self):
        self.next(self.s204)

    @kubernetes(memory=205)
    @step
    def s204(self):
        self.next(self.s205)

    @kubernetes(memory=206)
    @step
    def s205(self):
        self.next(self.s206)

    @kubernetes(memory=207)
    @step
    def s206(self):
        self.next(self.s207)

    @kubernetes(memory=208)
    @step
    def s207(self):
        self.next(self.s208)

    @kubernetes(memory=209)
    @step
    def s208(self):
        self.next(self.s209)

    @kubernetes(memory=210)
    @step
    def s209(self):
        self.next(self.end)

    @step
    def end(self):
        pass
